{{ config(materialized='table' if target.type == 'postgres' else 'view') }}
select id from {{ ref('people_view') }}
