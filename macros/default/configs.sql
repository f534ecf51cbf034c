{# What a node's configs and the command line come to. #}

{% macro is_incremental() %}
  {% if not execute or model is none or model.config.materialized != 'incremental' %}
    {% do return(false) %}
  {% endif %}
  {% set existing = load_relation(this) %}
  {% do return(existing is not none and existing.type == 'table' and not should_full_refresh()) %}
{% endmacro %}

{% macro should_full_refresh() %}
  {% set configured = config.get('full_refresh') %}
  {% do return(flags.FULL_REFRESH if configured is none else configured) %}
{% endmacro %}

{% macro should_store_failures() %}
  {% set configured = config.get('store_failures') %}
  {% do return(flags.STORE_FAILURES if configured is none else configured) %}
{% endmacro %}

{# {% call set_sql_header(config) %} ... {% endcall %} #}
{% macro set_sql_header(config) -%}
  {% do config.set('sql_header', caller()) %}
{%- endmacro %}
