{{ config(incremental_strategy='delete+insert', unique_key=['id'], incremental_predicates=["DBT_INTERNAL_DEST.amount < 25", "part <> 'z'"]) }}
select * from {{ ref('incoming') }}
