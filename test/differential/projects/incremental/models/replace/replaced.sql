{{ config(incremental_strategy='delete+insert', unique_key='id') }}
select * from {{ ref('incoming') }}
