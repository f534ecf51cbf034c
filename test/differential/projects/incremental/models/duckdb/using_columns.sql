{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_on_using_columns=['id']) }}
select id, part, amount from {{ ref('incoming') }}
