{# Temporary tables live in a catalog of the session's own. #}
{% macro duckdb__make_temp_relation(base_relation, suffix) %}
  {% set temporary = make_relation_with_suffix(base_relation, suffix ~ py_current_timestring()[-12:]) %}
  {% do return(temporary.incorporate(path={'schema': none, 'database': none}, type='table')) %}
{% endmacro %}

{% macro duckdb__drop_table(relation) -%}
  drop table if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro duckdb__drop_view(relation) -%}
  drop view if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro duckdb__list_relations_without_caching(schema_relation) %}
  {% set query -%}
    select table_catalog, table_name, table_schema, case table_type when 'VIEW' then 'view' else 'table' end
    from information_schema.tables
    where lower(table_schema) = lower({{ dbt.string_literal(dbt.escape_single_quotes(schema_relation.schema)) }})
      {%- if schema_relation.database %}
      and lower(table_catalog) = lower({{ dbt.string_literal(dbt.escape_single_quotes(schema_relation.database)) }})
      {%- endif %}
  {%- endset %}
  {{ return(run_query(query)) }}
{% endmacro %}

{# What a view has is found by reading it: the catalog tells the columns that it had when it was last read. #}
{% macro duckdb__get_columns_in_relation(relation) -%}
  {% set query -%}
    select table_name from information_schema.tables
    where lower(table_name) = lower({{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }})
      {%- if relation.schema %}
      and lower(table_schema) = lower({{ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) }})
      {%- endif %}
      and lower(table_catalog) = lower({{ dbt.string_literal(dbt.escape_single_quotes(relation.database)) if relation.database else "'temp'" }})
  {%- endset %}
  {% if run_query(query) | length == 0 %}
    {{ return([]) }}
  {% endif %}
  {% set described = 'select column_name, column_type from (describe ' ~ relation.render() ~ ')' %}
  {{ return(sql_convert_columns_in_relation(run_query(described))) }}
{%- endmacro %}

{% macro duckdb__list_schemas(database) %}
  {{ return(run_query('select distinct schema_name from duckdb_schemas()')) }}
{% endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
  {% set query -%}
    select count(*) from duckdb_schemas()
    where lower(schema_name) = lower({{ dbt.string_literal(dbt.escape_single_quotes(schema)) }})
      {%- if information_schema.database %}
      and lower(database_name) = lower({{ dbt.string_literal(dbt.escape_single_quotes(information_schema.database)) }})
      {%- endif %}
  {%- endset %}
  {{ return(run_query(query)) }}
{%- endmacro %}

{# DuckDB has no users and nothing to grant. #}
{% macro duckdb__apply_grants(relation, grant_config, should_revoke=true) %}
  {% if grant_config %}
    {{ exceptions.warn('DuckDB has no users: the grants of ' ~ relation ~ ' do nothing.') }}
  {% endif %}
{% endmacro %}

