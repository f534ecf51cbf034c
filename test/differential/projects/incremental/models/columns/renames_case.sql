{{ config(on_schema_change='sync_all_columns', incremental_strategy='append') }}
select id, part as "{{ 'Part' if var('round') == 1 else 'part' }}" from {{ ref('incoming') }}
