{{ config(materialized='of_no_kind') }}
select 1 as id
