{{ config(materialized='view') }}
select * from {{ ref('one') }}
