{{ config(incremental_strategy='delete+insert', unique_key='id', incremental_predicates=["amount < 25"]) }}
select * from {{ ref('incoming') }}
