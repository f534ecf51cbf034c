{{ config(enabled=false) }}
select 1 from {{ ref('people_view') }}
