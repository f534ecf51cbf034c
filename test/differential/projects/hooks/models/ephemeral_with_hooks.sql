{{ config(materialized='ephemeral') }}
select * from {{ ref('given') }}
