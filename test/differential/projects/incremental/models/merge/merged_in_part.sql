{{ config(incremental_strategy='merge', unique_key='id', incremental_predicates=["DBT_INTERNAL_DEST.amount < 25"]) }}
select * from {{ ref('incoming') }}
