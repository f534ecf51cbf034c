{{ config(materialized='table') }}
select cast(id as integer) as id from {{ ref('described') }}
