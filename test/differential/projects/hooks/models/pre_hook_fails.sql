{{ config(pre_hook="select no_such_column", enabled=var('broken', false)) }}
select 1 as id
