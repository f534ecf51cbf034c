{{ config(incremental_strategy='append', full_refresh=true) }}
select id, part, {{ is_incremental() }} as incremental from {{ ref('incoming') }}
