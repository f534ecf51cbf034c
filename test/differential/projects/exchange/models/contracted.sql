{{ config(materialized='table') }}
select cast(1 as integer) as id, cast('a' as varchar(10)) as name, cast(1.5 as numeric(10,2)) as amount
