{# A schema is made and dropped in the database of the session only. #}
{% macro postgres__create_schema(relation) -%}
  {%- call statement('create_schema') -%}
    create schema if not exists {{ relation.without_identifier().include(database=false) }}
  {%- endcall -%}
{%- endmacro %}

{% macro postgres__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier().include(database=false) }} cascade
  {%- endcall -%}
{%- endmacro %}

{# Temporary tables live in a schema of the session's own, so that their names have none. #}
{% macro postgres__make_temp_relation(base_relation, suffix) %}
  {% set temporary = make_relation_with_suffix(base_relation, suffix ~ py_current_timestring()[-12:]) %}
  {% do return(temporary.incorporate(path={'schema': none, 'database': none}, type='table')) %}
{% endmacro %}

{% macro postgres__create_table_as(temporary, relation, sql) -%}
  {%- set kind = 'temporary ' if temporary else ('unlogged ' if config.get('unlogged') else '') %}
  {{- create_table_of_kind(kind, temporary, relation, sql) }}
{%- endmacro %}

{# Types of a contract are compared by their class, as dbt's client knows them: every text is one, and lengths do not count. #}
{% macro postgres__format_column(column) -%}
  {% set type = modules.re.sub('[(].*?[)]', '', column.data_type | lower) %}
  {% set brackets = '[]' if type.endswith('[]') else '' %}
  {% set class = {
    'character varying': 'text', 'character': 'text', '"char"': 'text', 'name': 'text',
    'smallint': 'integer', 'real': 'double precision', 'time with time zone': 'time without time zone'
  }.get(type.replace('[]', ''), type.replace('[]', '')) ~ brackets %}
  {{ return({'name': column.name | lower, 'data_type': class, 'formatted': (column.column | lower) ~ ' ' ~ class, 'written': column.data_type}) }}
{%- endmacro %}

{% macro postgres__drop_table(relation) -%}
  drop table if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro postgres__drop_view(relation) -%}
  drop view if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro postgres__drop_materialized_view(relation) -%}
  drop materialized view if exists {{ relation.render() }} cascade
{%- endmacro %}

{% macro postgres__list_relations_without_caching(schema_relation) %}
  {% set query -%}
    select current_database(), c.relname, n.nspname,
      case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'v', 'm')
      and lower(n.nspname) = lower({{ dbt.string_literal(dbt.escape_single_quotes(schema_relation.schema)) }})
  {%- endset %}
  {{ return(run_query(query)) }}
{% endmacro %}

{% macro postgres__get_columns_in_relation(relation) -%}
  {% set query -%}
    select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
    from information_schema.columns
    where table_name = {{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }}
      {%- if relation.schema %}
      and table_schema = {{ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) }}
      {%- endif %}
    order by ordinal_position
  {%- endset %}
  {% set columns = sql_convert_columns_in_relation(run_query(query)) %}
  {# The standard's view leaves out materialized views, and what cannot be read. #}
  {{ return(columns if columns else postgres_columns_by_catalog(relation)) }}
{%- endmacro %}

{% macro postgres_columns_by_catalog(relation) %}
  {% set query -%}
    select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped
      and c.relname = {{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }}
      {%- if relation.schema %}
      and n.nspname = {{ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) }}
      {%- endif %}
    order by a.attnum
  {%- endset %}
  {{ return(described_columns(query)) }}
{% endmacro %}

{% macro postgres__information_schema_name(database) -%}
  information_schema
{%- endmacro %}

{% macro postgres__list_schemas(database) %}
  {{ return(run_query('select distinct nspname from pg_catalog.pg_namespace')) }}
{% endmacro %}

{% macro postgres__check_schema_exists(information_schema, schema) -%}
  {% set name = dbt.string_literal(dbt.escape_single_quotes(schema)) %}
  {{ return(run_query('select count(*) from pg_catalog.pg_namespace where nspname = ' ~ name)) }}
{%- endmacro %}

{% macro postgres__copy_grants() %}
  {{ return(false) }}
{% endmacro %}

{% macro postgres__get_show_grant_sql(relation) %}
  select grantee, privilege_type
  from information_schema.role_table_grants
  where grantor = current_role
    and grantee <> current_role
    and table_schema = {{ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) }}
    and table_name = {{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }}
{% endmacro %}

{# Names are found where the tables of the dependency graph are: one row a dependence. #}
{% macro postgres__get_relations() %}
  {% set query -%}
    select distinct rn.nspname as referenced_schema, rc.relname as referenced_name,
      dn.nspname as dependent_schema, dc.relname as dependent_name
    from pg_catalog.pg_depend d
    join pg_catalog.pg_rewrite r on r.oid = d.objid
    join pg_catalog.pg_class rc on rc.oid = d.refobjid
    join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
    join pg_catalog.pg_class dc on dc.oid = r.ev_class
    join pg_catalog.pg_namespace dn on dn.oid = dc.relnamespace
    where d.classid = 'pg_catalog.pg_rewrite'::regclass and rc.oid <> dc.oid
      and rn.nspname not in ('information_schema', 'pg_catalog')
    order by 1, 2, 3, 4
  {%- endset %}
  {{ return(run_query(query)) }}
{% endmacro %}
