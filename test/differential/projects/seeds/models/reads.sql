{{ config(enabled=target.type == 'postgres') }}
select count(*) as number from {{ ref('numbers') }}
