{{ config(incremental_strategy='by_magic') }}
select * from {{ ref('incoming') }}
