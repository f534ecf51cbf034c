{# `indexes:` of the configs: columns, and perhaps unique and type. #}
{% macro postgres__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  {%- set columns = get_quoted_csv(index.columns) -%}
  {%- set name = local_md5(relation.render() ~ index.columns | join('_') ~ index.unique ~ index.type ~ run_started_at ~ this) -%}
  create {{ 'unique ' if index.unique }}index if not exists {{ adapter.quote(name) }}
  on {{ relation.render() }} {{ 'using ' ~ index.type if index.type }} ({{ columns }})
{%- endmacro %}

{% macro postgres__get_drop_index_sql(relation, index_name) -%}
  drop index if exists {{ adapter.quote(relation.schema) }}.{{ adapter.quote(index_name) }}
{%- endmacro %}

{% macro postgres__get_show_indexes_sql(relation) %}
  select i.relname as name, m.amname as method, ix.indisunique as "unique",
    array_to_string(array(
      select a.attname
      from unnest(ix.indkey) with ordinality as k(attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
      order by k.position
    ), ',') as column_names
  from pg_catalog.pg_index ix
  join pg_catalog.pg_class i on i.oid = ix.indexrelid
  join pg_catalog.pg_class t on t.oid = ix.indrelid
  join pg_catalog.pg_namespace n on n.oid = t.relnamespace
  join pg_catalog.pg_am m on m.oid = i.relam
  where t.relname = {{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }}
    and n.nspname = {{ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) }}
    and t.relkind in ('r', 'm')
  order by 1
{% endmacro %}
