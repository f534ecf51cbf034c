{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_update_columns=['part'], merge_update_set_expressions={'amount': '0'}) }}
select id, part, amount from {{ ref('incoming') }}
