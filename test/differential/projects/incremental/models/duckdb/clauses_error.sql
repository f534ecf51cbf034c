{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_clauses={'when_matched': [{'action': 'error', 'error_message': "it's there"}], 'when_not_matched': [{'action': 'insert', 'mode': 'star'}]}) }}
select id, part, amount from {{ ref('incoming') }}
