{{ config(on_schema_change='whatever', incremental_strategy='append') }}
select id from {{ ref('incoming') }}
