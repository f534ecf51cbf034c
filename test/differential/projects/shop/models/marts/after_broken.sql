{{ config(enabled=var('with_broken', false)) }}
select * from {{ ref('broken') }}
