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
  {%- if not model['columns'] -%}
    {%- do exceptions.raise_compiler_error('This model has a contract, and no columns to promise: list them in its YAML.') -%}
  {%- endif -%}
  {%- set found = get_column_schema_from_query(sql, config.get('sql_header')) -%}
  {%- set promised = get_column_schema_from_query(get_empty_schema_sql(model['columns'])) -%}
  {%- set shown = format_columns(found) -%}
  {%- set wanted = format_columns(promised) -%}
  {%- if found | length != promised | length or wanted | rejectattr('formatted', 'in', shown | map(attribute='formatted') | list) | list -%}
    {%- do exceptions.raise_contract_error(wanted, shown) -%}
  {%- endif -%}
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
  {{ return({'name': column.name | lower, 'data_type': type, 'formatted': (column.column | lower) ~ ' ' ~ type, 'written': column.data_type}) }}
{%- endmacro %}
