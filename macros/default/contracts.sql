{# Contracts: the columns, types and constraints that a model's YAML promises. #}

{% macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro %}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
  {%- set lines = adapter.render_raw_columns_constraints(raw_columns=model['columns'])
    + adapter.render_raw_model_constraints(raw_constraints=model['constraints']) -%}
  (
    {{ lines | join(',\n    ') }}
  )
{% endmacro %}

{# Fails where the query's columns are not those of the contract; writes nothing. #}
{% macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro %}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{% macro assert_columns_equivalent(sql) %}
  {%- set found = get_column_schema_from_query(sql, config.get('sql_header')) -%}
  {%- set promised = get_column_schema_from_query(get_empty_schema_sql(model['columns'])) -%}
  {%- if found | length != promised | length -%}
    {%- do exceptions.raise_contract_error(promised, found) -%}
  {%- endif -%}
  {%- set shown = format_columns(found) -%}
  {%- for column in format_columns(promised) -%}
    {%- if column not in shown -%}
      {%- do exceptions.raise_contract_error(promised, found) -%}
    {%- endif -%}
  {%- endfor -%}
{% endmacro %}

{% macro format_columns(columns) %}
  {% set shown = [] %}
  {% for column in columns %}
    {% do shown.append(adapter.dispatch('format_column', 'dbt')(column)) %}
  {% endfor %}
  {{ return(shown) }}
{% endmacro %}

{% macro default__format_column(column) -%}
  {% set type = column.dtype | lower %}
  {{ return({'name': column.name | lower, 'data_type': type, 'formatted': (column.column | lower) ~ ' ' ~ type}) }}
{%- endmacro %}
