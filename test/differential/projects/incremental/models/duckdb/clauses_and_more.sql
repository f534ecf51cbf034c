{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_update_condition='true', merge_clauses={'when_matched': [{'action': 'do_nothing'}]}) }}
select id, part, amount from {{ ref('incoming') }}
