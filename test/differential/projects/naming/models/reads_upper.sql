{{ config(materialized='view') }}
select * from {{ ref('Upper') }}
