{{ config(alias='order', materialized='incremental', unique_key='"Id"', incremental_strategy='delete+insert', on_schema_change='append_new_columns') }}
select "Id", "select" {%- if is_incremental() %}, 5 as "New Column"{% endif %} from {{ ref('spaced') }}
