{# `indexes:` of the configs. #}

{% macro get_create_index_sql(relation, index_dict) -%}
  {{ return(adapter.dispatch('get_create_index_sql', 'dbt')(relation, index_dict)) }}
{%- endmacro %}

{% macro default__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  {%- set name = local_md5(relation.render() ~ index.columns | join('_') ~ index.unique ~ run_started_at) -%}
  create {{ 'unique ' if index.unique }}index {{ adapter.quote(name) }} on {{ relation.render() }} ({{ get_quoted_csv(index.columns) }})
{%- endmacro %}

{% macro create_indexes(relation) -%}
  {{ adapter.dispatch('create_indexes', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__create_indexes(relation) -%}
  {%- for index in config.get('indexes', default=[]) or [] %}
    {% set create = get_create_index_sql(relation, index) %}
    {% if create %}
      {% do run_query(create) %}
    {% endif %}
  {%- endfor %}
{%- endmacro %}

{% macro get_drop_index_sql(relation, index_name) -%}
  {{ adapter.dispatch('get_drop_index_sql', 'dbt')(relation, index_name) }}
{%- endmacro %}

{% macro default__get_drop_index_sql(relation, index_name) -%}
  {{ exceptions.raise_not_implemented('get_drop_index_sql is not there for ' ~ adapter.type()) }}
{%- endmacro %}

{% macro get_show_indexes_sql(relation) -%}
  {{ adapter.dispatch('get_show_indexes_sql', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__get_show_indexes_sql(relation) -%}
  {{ exceptions.raise_not_implemented('get_show_indexes_sql is not there for ' ~ adapter.type()) }}
{%- endmacro %}
