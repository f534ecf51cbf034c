{{ config(materialized='nothing') }}
select 1 as id
