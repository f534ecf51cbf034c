{{ config(materialized='incremental') }}
select {{ 2 if is_incremental() else 1 }} as id
