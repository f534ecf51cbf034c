{{ config(materialized='table', unlogged=true) }}
select * from {{ ref('given') }}
