{{ config(materialized='incremental', unique_key='id', indexes=[{'columns': ['id']}, {'columns': ['amount'], 'type': 'brin'}]) }}
select * from {{ ref('given') }}
