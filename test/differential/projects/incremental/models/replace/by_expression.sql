{{ config(incremental_strategy='delete+insert', unique_key="id, part") }}
select * from {{ ref('incoming') }}
