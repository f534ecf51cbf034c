{{ config(incremental_strategy='merge', unique_key=['id', 'part']) }}
select * from {{ ref('incoming') }}
