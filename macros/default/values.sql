{# Values, casts and sets. #}

{% macro any_value(expression) %}
  {{ return(adapter.dispatch('any_value', 'dbt')(expression)) }}
{% endmacro %}

{% macro default__any_value(expression) -%}
  any_value({{ expression }})
{%- endmacro %}

{% macro bool_or(expression) %}
  {{ return(adapter.dispatch('bool_or', 'dbt')(expression)) }}
{% endmacro %}

{% macro default__bool_or(expression) -%}
  bool_or({{ expression }})
{%- endmacro %}

{% macro cast(field, type) %}
  {{ return(adapter.dispatch('cast', 'dbt')(field, type)) }}
{% endmacro %}

{% macro default__cast(field, type) -%}
  cast({{ field }} as {{ type }})
{%- endmacro %}

{# A cast that gives null for what cannot be cast, where the database has that; else an ordinary one. #}
{% macro safe_cast(field, type) %}
  {{ return(adapter.dispatch('safe_cast', 'dbt')(field, type)) }}
{% endmacro %}

{% macro default__safe_cast(field, type) -%}
  cast({{ field }} as {{ type }})
{%- endmacro %}

{% macro cast_bool_to_text(field) %}
  {{ return(adapter.dispatch('cast_bool_to_text', 'dbt')(field)) }}
{% endmacro %}

{% macro default__cast_bool_to_text(field) -%}
  cast({{ field }} as {{ api.Column.translate_type('string') }})
{%- endmacro %}

{% macro except() %}
  {{ return(adapter.dispatch('except', 'dbt')()) }}
{% endmacro %}

{% macro default__except() -%}
  except
{%- endmacro %}

{% macro intersect() %}
  {{ return(adapter.dispatch('intersect', 'dbt')()) }}
{% endmacro %}

{% macro default__intersect() -%}
  intersect
{%- endmacro %}

{# Whether two keys are one, and whether two values are others. #}
{% macro keys_match(expr1, expr2) %}
  {{ return(adapter.dispatch('keys_match', 'dbt')(expr1, expr2)) }}
{% endmacro %}

{% macro default__keys_match(expr1, expr2) %}
  {{ return(equals(expr1, expr2)) }}
{% endmacro %}

{% macro values_differ(expr1, expr2) %}
  {{ return(adapter.dispatch('values_differ', 'dbt')(expr1, expr2)) }}
{% endmacro %}

{% macro default__values_differ(expr1, expr2) %}
  {{ return(expr1 ~ ' <> ' ~ expr2) }}
{% endmacro %}

{% macro equals(expr1, expr2) %}
  {{ return(adapter.dispatch('equals', 'dbt')(expr1, expr2)) }}
{% endmacro %}

{% macro default__equals(expr1, expr2) -%}
  {%- if adapter.behavior.enable_truthy_nulls_equals_macro -%}
  ({{ expr1 }} is not distinct from {{ expr2 }})
  {%- else -%}
  ({{ expr1 }} = {{ expr2 }})
  {%- endif -%}
{%- endmacro %}
