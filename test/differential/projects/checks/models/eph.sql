{{ config(materialized='ephemeral') }}
select id, name from {{ ref('people_view') }} where id > 1
