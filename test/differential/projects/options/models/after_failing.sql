{{ config(enabled=var('with_failing', false)) }}
select * from {{ ref('failing') }}
