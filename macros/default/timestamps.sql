{# The database's clock. #}

{% macro current_timestamp() -%}
  {{ adapter.dispatch('current_timestamp', 'dbt')() }}
{%- endmacro %}

{% macro default__current_timestamp() -%}
  current_timestamp
{%- endmacro %}

{# The time that a snapshot writes: without a zone, as the tables of snapshots have it. #}
{% macro snapshot_get_time() -%}
  {{ adapter.dispatch('snapshot_get_time', 'dbt')() }}
{%- endmacro %}

{% macro default__snapshot_get_time() -%}
  {{ current_timestamp() }}
{%- endmacro %}

{% macro get_snapshot_get_time_data_type() %}
  {% for column in get_column_schema_from_query('select ' ~ snapshot_get_time() ~ ' as dbt_now') %}
    {% do return(column.dtype) %}
  {% endfor %}
{% endmacro %}

{% macro current_timestamp_backcompat() %}
  {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{% endmacro %}

{% macro default__current_timestamp_backcompat() %}
  current_timestamp::timestamp
{% endmacro %}

{% macro current_timestamp_in_utc_backcompat() %}
  {{ return(adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')()) }}
{% endmacro %}

{% macro default__current_timestamp_in_utc_backcompat() %}
  {{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}
{% endmacro %}

{% macro convert_datetime(date_str, date_fmt) %}
  {{ return(modules.datetime.datetime.strptime(date_str | string, date_fmt)) }}
{% endmacro %}

{# Days from one to another, both included, as texts. #}
{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt='%Y%m%d', out_fmt='%Y%m%d') %}
  {% set start = convert_datetime(start_date_str, in_fmt) %}
  {% set days = (convert_datetime(start_date_str if end_date_str is none else end_date_str, in_fmt) - start).days %}
  {% if days < 0 %}
    {{ exceptions.raise_compiler_error('The first day of a range is after the last: ' ~ start_date_str ~ ', ' ~ end_date_str) }}
  {% endif %}
  {% set found = [] %}
  {% for day in range(0, days + 1) %}
    {% do found.append((start + modules.datetime.timedelta(days=day)).strftime(out_fmt)) %}
  {% endfor %}
  {{ return(found) }}
{% endmacro %}

{# `20240101` or `20240101,20240131`: the days in it. #}
{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') %}
  {% set dates = (raw_partition_date | string).split(',') %}
  {% if dates | length > 2 %}
    {{ exceptions.raise_compiler_error('A range of partitions has a first and a last day: ' ~ raw_partition_date) }}
  {% endif %}
  {{ return(dates_in_range(dates[0], dates[-1], in_fmt=date_fmt)) }}
{% endmacro %}

{% macro py_current_timestring() %}
  {{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}
{% endmacro %}
