{{ config(materialized='ephemeral') }}
with own as (select * from {{ ref('first_ephemeral') }}) select id, id * 2 as double from own
