{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert', on_schema_change='append_new_columns') }}
select cast({{ var('id', 1) }} as integer) as id, cast('x' as varchar) as name
