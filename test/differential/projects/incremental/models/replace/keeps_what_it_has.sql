{{ config(incremental_strategy='append', full_refresh=false) }}
select id, part from {{ ref('incoming') }}
