{{ config(materialized='table') }}
with a as (select * from {{ ref('second_ephemeral') }}), b as (select * from {{ ref('first_ephemeral') }})
select a.double, b.id from a join b on a.id = b.id
