{# Tables and views: the statements that make, rename and drop them. #}

{% macro get_create_sql(relation, sql) -%}
  {{ adapter.dispatch('get_create_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_create_sql(relation, sql) -%}
  {%- if relation.is_view -%}
    {{ get_create_view_as_sql(relation, sql) }}
  {%- elif relation.is_table -%}
    {{ get_create_table_as_sql(false, relation, sql) }}
  {%- elif relation.is_materialized_view -%}
    {{ get_create_materialized_view_as_sql(relation, sql) }}
  {%- else -%}
    {{ exceptions.raise_compiler_error('There is no statement that makes a ' ~ relation.type ~ '.') }}
  {%- endif -%}
{%- endmacro %}

{% macro get_create_table_as_sql(temporary, relation, sql) -%}
  {{ adapter.dispatch('get_create_table_as_sql', 'dbt')(temporary, relation, sql) }}
{%- endmacro %}

{% macro default__get_create_table_as_sql(temporary, relation, sql) -%}
  {{ create_table_as(temporary, relation, sql) }}
{%- endmacro %}

{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
  {%- if language != 'sql' -%}
    {{ exceptions.raise_compiler_error('dvt makes tables from SQL; this one is written in ' ~ language ~ '.') }}
  {%- endif -%}
  {{ adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code) }}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, sql) -%}
  {{ create_table_of_kind('temporary ' if temporary else '', temporary, relation, sql) }}
{%- endmacro %}

{# The statement itself; `kind` stands before the word `table`. The columns of a contract are declared before its rows come. #}
{% macro create_table_of_kind(kind, temporary, relation, sql) -%}
  {{ sql_header() }}
  {%- set enforced = (config.get('contract') or {}).get('enforced', false) %}
  {%- if enforced %}
    {{- get_assert_columns_equivalent(sql) }}
  {%- endif %}
  {%- if enforced and not temporary %}
  create {{ kind }}table {{ relation }}
    {{ get_table_columns_and_constraints() }};
  insert into {{ relation }} (
    {{ adapter.dispatch('get_column_names', 'dbt')() }}
  )
  {{ get_select_subquery(sql) }}
  {%- else %}
  create {{ kind }}table {{ relation }} as {{ defining_query(sql) }}
  {%- endif %}
{%- endmacro %}

{# A query as it stands behind `create ... as`. #}
{% macro defining_query(sql) -%}
  {{ adapter.dispatch('defining_query', 'dbt')(sql) }}
{%- endmacro %}

{% macro default__defining_query(sql) -%}
  (
    {{ sql }}
  )
{%- endmacro %}

{# `sql_header` of the configs, before a statement. #}
{% macro sql_header() -%}
  {%- set header = config.get('sql_header') -%}
  {{ header if header is not none }}
{%- endmacro %}

{% macro default__get_column_names() -%}
  {%- set names = [] -%}
  {%- for column in model['columns'].values() -%}
    {%- do names.append(adapter.quote(column['name']) if column.get('quote') else column['name']) -%}
  {%- endfor -%}
  {{ return(names | join(', ')) }}
{%- endmacro %}

{# The query with its columns in the order of the contract. #}
{% macro get_select_subquery(sql) %}
  {{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}
{% endmacro %}

{% macro default__get_select_subquery(sql) %}
  select {{ adapter.dispatch('get_column_names', 'dbt')() }}
  from (
    {{ sql }}
  ) as model_subq
{% endmacro %}

{% macro get_create_view_as_sql(relation, sql) -%}
  {{ adapter.dispatch('get_create_view_as_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_create_view_as_sql(relation, sql) -%}
  {{ return(create_view_as(relation, sql)) }}
{%- endmacro %}

{% macro create_view_as(relation, sql) -%}
  {{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__create_view_as(relation, sql) -%}
  {{ sql_header() }}
  {%- if (config.get('contract') or {}).get('enforced', false) %}
    {{- get_assert_columns_equivalent(sql) }}
  {%- endif %}
  create view {{ relation }} as {{ defining_query(sql) }}
{%- endmacro %}

{% macro get_replace_sql(existing_relation, target_relation, sql) %}
  {{ adapter.dispatch('get_replace_sql', 'dbt')(existing_relation, target_relation, sql) }}
{% endmacro %}

{% macro default__get_replace_sql(existing_relation, target_relation, sql) %}
  {{ get_drop_sql(existing_relation) }};
  {{ get_create_sql(target_relation, sql) }}
{% endmacro %}

{% macro get_replace_view_sql(relation, sql) %}
  {{ adapter.dispatch('get_replace_view_sql', 'dbt')(relation, sql) }}
{% endmacro %}

{% macro default__get_replace_view_sql(relation, sql) %}
  {{ exceptions.raise_not_implemented('get_replace_view_sql is not there for ' ~ adapter.type()) }}
{% endmacro %}

{% macro get_replace_table_sql(relation, sql) %}
  {{ adapter.dispatch('get_replace_table_sql', 'dbt')(relation, sql) }}
{% endmacro %}

{% macro default__get_replace_table_sql(relation, sql) %}
  {{ exceptions.raise_not_implemented('get_replace_table_sql is not there for ' ~ adapter.type()) }}
{% endmacro %}

{% macro get_drop_sql(relation) -%}
  {{ adapter.dispatch('get_drop_sql', 'dbt')(relation) }}
{%- endmacro %}

{% macro default__get_drop_sql(relation) -%}
  {%- if relation.is_view -%}
    {{ drop_view(relation) }}
  {%- elif relation.is_materialized_view -%}
    {{ drop_materialized_view(relation) }}
  {%- else -%}
    {{ drop_table(relation) }}
  {%- endif -%}
{%- endmacro %}

{% macro drop_table(relation) -%}
  {{ return(adapter.dispatch('drop_table', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__drop_table(relation) -%}
  drop table if exists {{ relation.render() }}
{%- endmacro %}

{% macro drop_view(relation) -%}
  {{ return(adapter.dispatch('drop_view', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__drop_view(relation) -%}
  drop view if exists {{ relation.render() }}
{%- endmacro %}

{% macro drop_relation(relation) -%}
  {{ return(adapter.dispatch('drop_relation', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__drop_relation(relation) -%}
  {% call statement('drop_relation', auto_begin=false) -%}
    {{ get_drop_sql(relation) }}
  {%- endcall %}
{%- endmacro %}

{% macro drop_relation_if_exists(relation) %}
  {% if relation is not none %}
    {% do adapter.drop_relation(relation) %}
  {% endif %}
{% endmacro %}

{% macro get_rename_sql(relation, new_name) -%}
  {{ adapter.dispatch('get_rename_sql', 'dbt')(relation, new_name) }}
{%- endmacro %}

{% macro default__get_rename_sql(relation, new_name) -%}
  {%- if relation.is_view -%}
    {{ get_rename_view_sql(relation, new_name) }}
  {%- elif relation.is_materialized_view -%}
    {{ get_rename_materialized_view_sql(relation, new_name) }}
  {%- else -%}
    {{ get_rename_table_sql(relation, new_name) }}
  {%- endif -%}
{%- endmacro %}

{% macro get_rename_table_sql(relation, new_name) %}
  {{ adapter.dispatch('get_rename_table_sql', 'dbt')(relation, new_name) }}
{% endmacro %}

{% macro default__get_rename_table_sql(relation, new_name) -%}
  alter table {{ relation.render() }} rename to {{ adapter.quote(new_name) }}
{%- endmacro %}

{% macro get_rename_view_sql(relation, new_name) %}
  {{ adapter.dispatch('get_rename_view_sql', 'dbt')(relation, new_name) }}
{% endmacro %}

{% macro default__get_rename_view_sql(relation, new_name) -%}
  alter view {{ relation.render() }} rename to {{ adapter.quote(new_name) }}
{%- endmacro %}

{% macro rename_relation(from_relation, to_relation) -%}
  {{ return(adapter.dispatch('rename_relation', 'dbt')(from_relation, to_relation)) }}
{%- endmacro %}

{% macro default__rename_relation(from_relation, to_relation) -%}
  {% call statement('rename_relation') -%}
    {{ get_rename_sql(from_relation, to_relation.identifier) }}
  {%- endcall %}
{%- endmacro %}

{# What a swap is made of; each is a statement. #}
{% macro get_create_intermediate_sql(relation, sql) -%}
  {{ get_create_sql(make_intermediate_relation(relation), sql) }}
{%- endmacro %}

{% macro get_create_backup_sql(relation) -%}
  {{ get_rename_sql(relation, make_backup_relation(relation, relation.type).identifier) }}
{%- endmacro %}

{% macro get_rename_intermediate_sql(relation) -%}
  {{ get_rename_sql(make_intermediate_relation(relation), relation.identifier) }}
{%- endmacro %}

{% macro get_drop_backup_sql(relation) -%}
  {{ get_drop_sql(make_backup_relation(relation, relation.type)) }}
{%- endmacro %}

{% macro get_show_sql(compiled_code, sql_header, limit) -%}
  {{ sql_header if sql_header }}
  {{ get_limit_subquery_sql(compiled_code, limit) if limit is not none else compiled_code }}
{%- endmacro %}

{% macro get_limit_subquery_sql(sql, limit) -%}
  {{ adapter.dispatch('get_limit_sql', 'dbt')(sql, limit) }}
{%- endmacro %}

{% macro default__get_limit_sql(sql, limit) -%}
  {{ sql }}
  {{ 'limit ' ~ limit if limit is not none }}
{%- endmacro %}

{% macro validate_sql(sql) -%}
  {{ return(adapter.dispatch('validate_sql', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__validate_sql(sql) -%}
  {{ return(run_query('explain ' ~ sql)) }}
{%- endmacro %}
