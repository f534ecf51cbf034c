{# A unique key makes a batch a merge, as under dbt; without one its range of time is replaced. #}
{% macro postgres__get_incremental_microbatch_sql(arg_dict) %}
  {% do return(get_incremental_merge_sql(arg_dict) if arg_dict['unique_key'] else default__get_incremental_microbatch_sql(arg_dict)) %}
{% endmacro %}

{% macro postgres__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() %}
  update {{ target }} as DBT_INTERNAL_DEST
  set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }}::text = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}::text
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ snapshot_is_current(columns, 'DBT_INTERNAL_DEST.') }};
  {{ snapshot_insert_sql(target, source, insert_cols) }}
{%- endmacro %}
