{{ config(materialized='table', post_hook="insert into no_such_table values (1)", enabled=var('broken', false)) }}
select 1 as id
