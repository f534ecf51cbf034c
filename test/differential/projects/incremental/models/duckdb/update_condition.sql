{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_update_condition='DBT_INTERNAL_SOURCE.amount > 25') }}
select id, part, amount from {{ ref('incoming') }}
