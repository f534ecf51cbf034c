{{ config(materialized='two_tables') }}
select 1 as id
