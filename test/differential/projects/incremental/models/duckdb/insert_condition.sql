{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_insert_condition='DBT_INTERNAL_SOURCE.amount < 45') }}
select id, part, amount from {{ ref('incoming') }}
