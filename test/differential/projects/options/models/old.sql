{{ config(enabled=var('with_old', false)) }}
select 1 as id
