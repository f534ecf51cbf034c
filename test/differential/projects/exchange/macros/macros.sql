{% macro doubled(column) %}({{ column }} * 2){% endmacro %}

{%- macro calls_another(column) -%}
  {{ doubled(column) }}
{%- endmacro -%}

{# a comment, and a block behind it #}
{% test at_least(model, column_name, least=0) %}
  {{ config(fail_calc='count(*)', severity='error') }}
  select * from {{ model }} where {{ column_name }} < {{ least }}
{% endtest %}

{% macro configured() %}{{ config(materialized='table', tags=['of_macro']) }}{% endmacro %}
