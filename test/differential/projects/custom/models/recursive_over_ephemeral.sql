{{ config(materialized='view') }}
with recursive numbers as (select min(id) as n from {{ ref('first_ephemeral') }} union all select n + 1 from numbers where n < 5)
select * from numbers
