{{ config(incremental_strategy='merge', unique_key='part') }}
select * from {{ ref('incoming') }}
