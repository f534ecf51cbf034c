{# SQLite: one file is one database; `main` and what is attached are its schemas. #}
{% macro sqlite__make_temp_relation(base_relation, suffix) %}
  {% set temporary = make_relation_with_suffix(base_relation, suffix ~ py_current_timestring()[-12:]) %}
  {% do return(temporary.incorporate(path={'schema': 'temp', 'database': none}, type='table')) %}
{% endmacro %}

{% macro sqlite__create_schema(relation) %}
{% endmacro %}

{% macro sqlite__drop_schema(relation) %}
{% endmacro %}

{# Parentheses around the query are an error here. #}
{% macro sqlite__defining_query(sql) -%}
  {{ sql }}
{%- endmacro %}

{% macro sqlite__truncate_relation(relation) -%}
  {% call statement('truncate_relation') -%}
    delete from {{ relation.render() }}
  {%- endcall %}
{%- endmacro %}

{# A view cannot be renamed: it is made again from its text. #}
{% macro sqlite__get_rename_view_sql(relation, new_name) -%}
  {%- set query = 'select sql from ' ~ adapter.quote(relation.schema or 'main') ~ '.sqlite_master where name = ' ~ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) -%}
  {%- set definition = run_query(query).rows[0][0] -%}
  {%- set body = modules.re.sub('(?is)^\\s*create\\s+view\\s+.*?\\s+as\\s+', '', definition, 1) -%}
  create view {{ relation.incorporate(path={'identifier': new_name}).render() }} as {{ body }};
  drop view {{ relation.render() }}
{%- endmacro %}

{% macro sqlite__list_relations_without_caching(schema_relation) %}
  {% set schema = schema_relation.schema or 'main' %}
  {% set query -%}
    select null, name, {{ dbt.string_literal(dbt.escape_single_quotes(schema)) }}, type
    from {{ adapter.quote(schema) }}.sqlite_master
    where type in ('table', 'view') and name not like 'sqlite\_%' escape '\'
  {%- endset %}
  {{ return(run_query(query)) }}
{% endmacro %}

{% macro sqlite__get_columns_in_relation(relation) -%}
  {% set name = dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) %}
  {% set schema = ', ' ~ dbt.string_literal(dbt.escape_single_quotes(relation.schema)) if relation.schema else '' %}
  {{ return(described_columns('select name, type from pragma_table_info(' ~ name ~ schema ~ ') order by cid')) }}
{%- endmacro %}

{% macro sqlite__list_schemas(database) %}
  {{ return(run_query('select name from pragma_database_list')) }}
{% endmacro %}

{% macro sqlite__check_schema_exists(information_schema, schema) -%}
  {% set name = dbt.string_literal(dbt.escape_single_quotes(schema)) %}
  {{ return(run_query('select count(*) from pragma_database_list where name = ' ~ name)) }}
{%- endmacro %}

{% macro sqlite__alter_column_type(relation, column_name, new_column_type) -%}
  {{ exceptions.raise_compiler_error('SQLite cannot change the type of a column: run ' ~ relation ~ ' with --full-refresh.') }}
{%- endmacro %}

{% macro sqlite__alter_relation_comment(relation, relation_comment) -%}
  select 1
{%- endmacro %}

{% macro sqlite__alter_column_comment(relation, column_dict) -%}
{%- endmacro %}

{% macro sqlite__apply_grants(relation, grant_config, should_revoke=true) %}
  {% if grant_config %}
    {{ exceptions.warn('SQLite has no users: the grants of ' ~ relation ~ ' do nothing.') }}
  {% endif %}
{% endmacro %}

{% macro sqlite__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  {%- set name = local_md5(relation.render() ~ index.columns | join('_') ~ index.unique ~ run_started_at) -%}
  {%- set schema = adapter.quote(relation.schema) ~ '.' if relation.schema else '' -%}
  create {{ 'unique ' if index.unique }}index {{ schema }}{{ adapter.quote(name) }} on {{ adapter.quote(relation.identifier) }} ({{ get_quoted_csv(index.columns) }})
{%- endmacro %}

{# A quoted name that is no column would be a string; with its table before it, it is an error. #}
{% macro sqlite__get_insert_into_sql(target_relation, temp_relation, dest_columns) %}
  insert into {{ target_relation }} ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
  select {% for column in dest_columns %}DBT_INTERNAL_SOURCE.{{ column.quoted }}{{ ', ' if not loop.last }}{% endfor %}
  from {{ temp_relation }} as DBT_INTERNAL_SOURCE
{% endmacro %}

{# There is no merge: rows that are there are updated, then the others inserted, in one transaction. #}
{% macro sqlite__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set updated = get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
  {%- set match = incremental_match(unique_key, incremental_predicates) | join('\n    and ') -%}
  {%- if unique_key and updated %}
  update {{ target }} as DBT_INTERNAL_DEST
  set
    {%- for column in updated %}
    {{ column }} = DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where {{ match }};
  {%- endif %}
  insert into {{ target }} ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
  select {% for column in dest_columns %}DBT_INTERNAL_SOURCE.{{ column.quoted }}{{ ', ' if not loop.last }}{% endfor %}
  from {{ source }} as DBT_INTERNAL_SOURCE
  {%- if unique_key %}
  left join {{ target }} as DBT_INTERNAL_DEST on {{ match }}
  where DBT_INTERNAL_DEST.rowid is null
  {%- endif %}
{%- endmacro %}

{# A join is given an index of its own; a subquery would go through all new rows for each row of the target. #}
{% macro sqlite__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key %}
  delete from {{ target }}
  where rowid in (
    select DBT_INTERNAL_DEST.rowid
    from {{ target }} as DBT_INTERNAL_DEST
    join {{ source }} as DBT_INTERNAL_SOURCE
      on {{ incremental_match(unique_key, incremental_predicates) | join('\n      and ') }}
  );
  {%- endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro sqlite__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() %}
  update {{ target }} as DBT_INTERNAL_DEST
  set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ snapshot_is_current(columns, 'DBT_INTERNAL_DEST.') }};
  {{ snapshot_insert_sql(target, source, insert_cols) }}
{%- endmacro %}

{# It has no hash: the values themselves tell versions apart. #}
{% macro sqlite__snapshot_hash_arguments(args) -%}
  {%- set texts = [] -%}
  {%- for arg in args -%}
    {%- do texts.append("coalesce(cast(" ~ arg ~ " as text), '')") -%}
  {%- endfor -%}
  {{ joined_with(texts, "'|'") | join(' || ') }}
{%- endmacro %}

{# A declared type says how values are kept, by its letters alone: `integer` and `INT` are one
   (https://www.sqlite.org/datatype3.html, 3.1). #}
{% macro sqlite__diff_column_data_types(source_columns, target_columns) %}
  {% set changed = [] %}
  {% for source in source_columns %}
    {% for existing in target_columns if existing.name == source.name %}
      {% if sqlite_affinity(existing.data_type) != sqlite_affinity(source.data_type) %}
        {% do changed.append({'column_name': existing.name, 'new_type': source.data_type}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% do return(changed) %}
{% endmacro %}

{% macro sqlite_affinity(type) %}
  {% set name = (type or '') | upper %}
  {% if 'INT' in name %}{% do return('integer') %}{% endif %}
  {% if 'CHAR' in name or 'CLOB' in name or 'TEXT' in name %}{% do return('text') %}{% endif %}
  {% if 'BLOB' in name or name == '' %}{% do return('blob') %}{% endif %}
  {% if 'REAL' in name or 'FLOA' in name or 'DOUB' in name %}{% do return('real') %}{% endif %}
  {% do return('numeric') %}
{% endmacro %}
