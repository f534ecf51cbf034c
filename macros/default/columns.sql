{# Columns of relations and of queries. #}

{% macro get_columns_in_relation(relation) -%}
  {{ return(adapter.dispatch('get_columns_in_relation', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_columns_in_relation(relation) -%}
  {{ exceptions.raise_not_implemented('get_columns_in_relation is not there for ' ~ adapter.type()) }}
{%- endmacro %}

{# Rows of name, type and, for those that have them, length, precision and scale as columns. #}
{% macro sql_convert_columns_in_relation(table) -%}
  {% set columns = [] %}
  {% for row in table %}
    {% do columns.append(api.Column(*row)) %}
  {% endfor %}
  {{ return(columns) }}
{%- endmacro %}

{# Columns of a query whose rows are names and types as the database writes them. #}
{% macro described_columns(query) -%}
  {% set columns = [] %}
  {% for row in run_query(query) %}
    {% do columns.append(api.Column.from_description(row[0], row[1])) %}
  {% endfor %}
  {{ return(columns) }}
{%- endmacro %}

{% macro get_list_of_column_names(columns) -%}
  {{ return(columns | map(attribute='name') | list) }}
{%- endmacro %}

{# The query with its columns and without rows. #}
{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
  {{ return(adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header)) }}
{%- endmacro %}

{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
  {%- if select_sql_header is not none -%}
    {{ select_sql_header }}
  {%- endif %}
  select * from (
    {{ select_sql }}
  ) as __dbt_sbq
  where false
  limit 0
{% endmacro %}

{# A query of no rows with the columns that a contract says. #}
{% macro get_empty_schema_sql(columns) -%}
  {{ return(adapter.dispatch('get_empty_schema_sql', 'dbt')(columns)) }}
{%- endmacro %}

{% macro default__get_empty_schema_sql(columns) %}
  {%- set untyped = [] -%}
  {%- set shown = [] -%}
  {%- for column in columns.values() -%}
    {%- set name = adapter.quote(column['name']) if column.get('quote') else column['name'] -%}
    {%- if not column.get('data_type') -%}
      {%- do untyped.append(column['name']) -%}
    {%- endif -%}
    {%- do shown.append('cast(null as ' ~ column['data_type'] ~ ') as ' ~ name) -%}
  {%- endfor -%}
  {%- if untyped -%}
    {{ exceptions.column_type_missing(column_names=untyped) }}
  {%- endif -%}
  select {{ shown | join(', ') }}
{% endmacro %}

{% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
  {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) }}
{%- endmacro %}

{# Names of a query's columns. #}
{% macro get_columns_in_query(select_sql) -%}
  {{ return(adapter.dispatch('get_columns_in_query', 'dbt')(select_sql)) }}
{%- endmacro %}

{% macro default__get_columns_in_query(select_sql) %}
  {% call statement('get_columns_in_query', fetch_result=true, auto_begin=false) -%}
    {{ get_empty_subquery_sql(select_sql) }}
  {%- endcall %}
  {{ return(load_result('get_columns_in_query').table.columns | map(attribute='name') | list) }}
{% endmacro %}

{% macro alter_column_type(relation, column_name, new_column_type) -%}
  {{ return(adapter.dispatch('alter_column_type', 'dbt')(relation, column_name, new_column_type)) }}
{%- endmacro %}

{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
  {% call statement('alter_column_type') -%}
    alter table {{ relation.render() }} alter column {{ adapter.quote(column_name) }} type {{ new_column_type }}
  {%- endcall %}
{%- endmacro %}

{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
  {{ return(adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(relation, add_columns, remove_columns)) }}
{%- endmacro %}

{# One statement a column: what every database has. #}
{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
  {%- for column in add_columns or [] %}
    {%- do run_query('alter table ' ~ relation.render() ~ ' add column ' ~ column.quoted ~ ' ' ~ column.data_type) %}
  {%- endfor %}
  {%- for column in remove_columns or [] %}
    {%- do run_query('alter table ' ~ relation.render() ~ ' drop column ' ~ column.quoted) %}
  {%- endfor %}
{% endmacro %}

{# `a, b` for statements #}
{% macro get_quoted_csv(column_names) %}
  {%- set quoted = [] -%}
  {%- for name in column_names -%}
    {%- do quoted.append(adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(quoted | join(', ')) }}
{% endmacro %}

{# Columns of the first list that the second lacks. #}
{% macro diff_columns(source_columns, target_columns) %}
  {% set known = target_columns | map(attribute='name') | list %}
  {% do return(source_columns | rejectattr('name', 'in', known) | list) %}
{% endmacro %}

{# Columns of both whose types differ: the name and the type to take. A text keeps a length that is larger. #}
{% macro diff_column_data_types(source_columns, target_columns) %}
  {{ return(adapter.dispatch('diff_column_data_types', 'dbt')(source_columns, target_columns)) }}
{% endmacro %}

{% macro default__diff_column_data_types(source_columns, target_columns) %}
  {% set changed = [] %}
  {% for source in source_columns %}
    {% for existing in target_columns if existing.name == source.name %}
      {% if existing.data_type != source.data_type and not source.can_expand_to(other_column=existing) %}
        {% do changed.append({'column_name': existing.name, 'new_type': source.data_type}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% do return(changed) %}
{% endmacro %}

{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) %}
  {{ return(adapter.dispatch('get_merge_update_columns', 'dbt')(merge_update_columns, merge_exclude_columns, dest_columns)) }}
{% endmacro %}

{% macro default__get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) %}
  {%- if merge_update_columns and merge_exclude_columns -%}
    {{ exceptions.raise_compiler_error('A model sets merge_update_columns or merge_exclude_columns, not both.') }}
  {%- endif -%}
  {%- if merge_update_columns -%}
    {%- do return(merge_update_columns) -%}
  {%- endif -%}
  {%- set excluded = (merge_exclude_columns or []) | map('lower') | list -%}
  {%- set kept = [] -%}
  {%- for column in dest_columns if column.column | lower not in excluded -%}
    {%- do kept.append(column.quoted) -%}
  {%- endfor -%}
  {{ return(kept) }}
{% endmacro %}
