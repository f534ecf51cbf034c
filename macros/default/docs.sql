{# `persist_docs:`: descriptions as comments in the database. #}

{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
  {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
  {% if for_relation and config.persist_relation_docs() and model.description %}
    {% do run_query(alter_relation_comment(relation, model.description)) %}
  {% endif %}
  {% if for_columns and config.persist_column_docs() and model.columns %}
    {% set statements = alter_column_comment(relation, model.columns) | trim %}
    {% if statements %}
      {% do run_query(statements) %}
    {% endif %}
  {% endif %}
{%- endmacro %}

{% macro alter_relation_comment(relation, relation_comment) -%}
  {{ return(adapter.dispatch('alter_relation_comment', 'dbt')(relation, relation_comment)) }}
{%- endmacro %}

{% macro default__alter_relation_comment(relation, relation_comment) -%}
  comment on {{ relation.type | replace('_', ' ') }} {{ relation.render() }} is {{ comment_literal(relation_comment) }}
{%- endmacro %}

{% macro alter_column_comment(relation, column_dict) -%}
  {{ return(adapter.dispatch('alter_column_comment', 'dbt')(relation, column_dict)) }}
{%- endmacro %}

{# Columns that the relation does not have are left out. #}
{% macro default__alter_column_comment(relation, column_dict) %}
  {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
  {%- for column in column_dict.values() if column['name'] in existing or column['name'] | lower in existing or column['name'] | upper in existing %}
    {%- set name = column['name'] if column['name'] in existing else (column['name'] | lower if column['name'] | lower in existing else column['name'] | upper) %}
  comment on column {{ relation.render() }}.{{ adapter.quote(name) }} is {{ comment_literal(column['description'] or '') }};
  {%- endfor %}
{% endmacro %}

{% macro comment_literal(text) -%}
  {{ dbt.string_literal(dbt.escape_single_quotes(text)) }}
{%- endmacro %}

{% macro validate_doc_columns(relation, column_dict, existing_column_names) -%}
  {%- set known = existing_column_names | map('lower') | list -%}
  {%- set found = {} -%}
  {%- for key, column in column_dict.items() if column['name'] | lower in known -%}
    {%- do found.update({key: column}) -%}
  {%- endfor -%}
  {{ return(found) }}
{%- endmacro %}
