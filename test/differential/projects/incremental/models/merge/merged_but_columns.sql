{{ config(incremental_strategy='merge', unique_key='id', merge_exclude_columns=['part']) }}
select * from {{ ref('incoming') }}
