{{ config(incremental_strategy='only_larger', unique_key='id') }}
select * from {{ ref('incoming') }}
