{{ config(materialized='table' if target.type == 'postgres' else 'view') }}
select id, name from {{ ref('people_view') }}
