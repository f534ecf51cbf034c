{{ config(enabled=target.type == 'duckdb', incremental_strategy='merge', unique_key='id', merge_clauses={'when_matched': [{'action': 'update', 'mode': 'star'}], 'when_not_matched': [{'action': 'insert', 'mode': 'by_position'}, {'by': 'source', 'action': 'delete'}]}) }}
select id, part, amount from {{ ref('incoming') }}
