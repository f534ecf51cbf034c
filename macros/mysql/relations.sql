{# A schema is a database here, and a relation's name has two levels. #}
{% macro mysql__make_temp_relation(base_relation, suffix) %}
  {% do return(make_relation_with_suffix(base_relation, suffix ~ py_current_timestring()[-12:]).incorporate(type='table')) %}
{% endmacro %}

{% macro mysql__defining_query(sql) -%}
  {{ sql }}
{%- endmacro %}

{% macro mysql__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier() }}
  {%- endcall -%}
{%- endmacro %}

{% macro mysql__get_rename_table_sql(relation, new_name) -%}
  rename table {{ relation.render() }} to {{ relation.incorporate(path={'identifier': new_name}).render() }}
{%- endmacro %}

{% macro mysql__get_rename_view_sql(relation, new_name) -%}
  {{ mysql__get_rename_table_sql(relation, new_name) }}
{%- endmacro %}

{# Both renames are one statement: nobody finds the table missing. #}
{% macro mysql__swap_relations(intermediate_relation, target_relation, backup_relation) %}
  {% call statement('swap_relations') -%}
    rename table {{ target_relation.render() }} to {{ backup_relation.render() }},
      {{ intermediate_relation.render() }} to {{ target_relation.render() }}
  {%- endcall %}
  {% do adapter.cache_renamed(target_relation, backup_relation) %}
{% endmacro %}

{#
  DDL ends a transaction here. Columns that only come may be there before the rows: until then they are null, and adding them
  costs nothing however large the table is. Where columns go or change their type, a copy is changed instead. What hangs on
  the table itself would not follow a copy: a table with triggers, foreign keys or a history is changed where it is.
#}
{% macro mysql__table_to_change(on_schema_change, temp_relation, target_relation, intermediate_relation) %}
  {% if on_schema_change != 'sync_all_columns' %}
    {{ return(target_relation) }}
  {% endif %}
  {% set changes = check_for_schema_changes(temp_relation, target_relation) %}
  {% if not (changes['target_not_in_source'] or changes['new_target_types']) or mysql_has_dependents(target_relation) %}
    {{ return(target_relation) }}
  {% endif %}
  {% do run_query('create table ' ~ intermediate_relation.render() ~ ' like ' ~ target_relation.render()) %}
  {{ return(intermediate_relation) }}
{% endmacro %}

{% macro mysql_has_dependents(relation) %}
  {% set schema = mysql_schema_of(relation) %}
  {% set table = dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) %}
  {% set found = run_query(
    'select 1 from information_schema.tables where table_schema = ' ~ schema ~ ' and table_name = ' ~ table ~ " and table_type <> 'BASE TABLE'"
    ~ ' union all select 1 from information_schema.triggers where event_object_schema = ' ~ schema ~ ' and event_object_table = ' ~ table
    ~ ' union all select 1 from information_schema.key_column_usage where table_schema = ' ~ schema ~ ' and table_name = ' ~ table
    ~ ' and referenced_table_name is not null'
    ~ ' union all select 1 from information_schema.key_column_usage where referenced_table_schema = ' ~ schema
    ~ ' and referenced_table_name = ' ~ table) %}
  {{ return(found | length > 0) }}
{% endmacro %}

{% macro mysql__list_relations_without_caching(schema_relation) %}
  {% set query -%}
    select null, table_name, table_schema, case when table_type = 'VIEW' then 'view' else 'table' end
    from information_schema.tables
    where table_schema = {{ mysql_schema_of(schema_relation) }}
  {%- endset %}
  {{ return(run_query(query)) }}
{% endmacro %}

{% macro mysql_schema_of(relation) -%}
  {%- set schema = relation.schema or relation.database -%}
  {{ dbt.string_literal(dbt.escape_single_quotes(schema)) if schema else 'database()' }}
{%- endmacro %}

{# Temporary tables are in no catalog: `show columns` alone knows them. #}
{% macro mysql__get_columns_in_relation(relation) -%}
  {{ return(described_columns('show columns from ' ~ relation.render())) }}
{%- endmacro %}

{% macro mysql__list_schemas(database) %}
  {{ return(run_query('select schema_name from information_schema.schemata')) }}
{% endmacro %}

{% macro mysql__check_schema_exists(information_schema, schema) -%}
  {% set name = dbt.string_literal(dbt.escape_single_quotes(schema)) %}
  {{ return(run_query('select count(*) from information_schema.schemata where schema_name = ' ~ name)) }}
{%- endmacro %}

{% macro mysql__alter_column_type(relation, column_name, new_column_type) -%}
  {% call statement('alter_column_type') -%}
    alter table {{ relation.render() }} modify column {{ adapter.quote(column_name) }} {{ new_column_type }}
  {%- endcall %}
{%- endmacro %}

{% macro mysql__alter_relation_comment(relation, relation_comment) -%}
  {%- if relation.is_view -%}
    do 0
  {%- else -%}
    alter table {{ relation.render() }} comment = {{ comment_literal(relation_comment) }}
  {%- endif -%}
{%- endmacro %}

{# A comment is part of a column's definition, which is written again as it stands. #}
{% macro mysql__alter_column_comment(relation, column_dict) %}
  {%- if not relation.is_view -%}
  {%- for row in run_query('show full columns from ' ~ relation.render()) -%}
    {%- for column in column_dict.values() if column['name'] | lower == row['Field'] | lower and column['description'] %}
  alter table {{ relation.render() }} modify column {{ adapter.quote(row['Field']) }} {{ row['Type'] }}
    {{- ' collate ' ~ row['Collation'] if row['Collation'] }} {{ 'not null' if row['Null'] == 'NO' else 'null' }} comment {{ comment_literal(column['description']) }};
    {%- endfor -%}
  {%- endfor -%}
  {%- endif -%}
{% endmacro %}

{% macro mysql__get_show_grant_sql(relation) %}
  select grantee, lower(privilege_type) as privilege_type
  from information_schema.table_privileges
  where table_schema = {{ mysql_schema_of(relation) }}
    and table_name = {{ dbt.string_literal(dbt.escape_single_quotes(relation.identifier)) }}
    and grantee <> concat('''', substring_index(current_user(), '@', 1), '''@''', substring_index(current_user(), '@', -1), '''')
{% endmacro %}

{# Without an index each row of the target would be held against each new one. It ends a transaction, which begins after it. #}
{% macro mysql__index_new_rows(temp_relation, unique_key) %}
  {% set keys = ([unique_key] if unique_key is string else unique_key or []) | map('lower') | list %}
  {% set found = [] %}
  {% for column in adapter.get_columns_in_relation(temp_relation) if column.name | lower in keys %}
    {% do found.append(column) %}
  {% endfor %}
  {% if found %}
    {% set column = found[0] %}
    {% set prefix = '(100)' if modules.re.match('(?i)(tiny|medium|long)?(text|blob)|json', column.dtype) else '' %}
    {% do run_query('create index dvt_key on ' ~ temp_relation ~ ' (' ~ column.quoted ~ prefix ~ ')') %}
  {% endif %}
{% endmacro %}

{% macro mysql__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key %}
  delete DBT_INTERNAL_DEST from {{ target }} as DBT_INTERNAL_DEST
  join {{ source }} as DBT_INTERNAL_SOURCE
    on {{ incremental_match(unique_key, incremental_predicates) | join('\n    and ') }};
  {%- endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{# There is no merge: rows that are there are updated and struck off the new ones, then the others inserted, in one transaction. #}
{% macro mysql__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set updated = get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
  {%- set match = incremental_match(unique_key, incremental_predicates) | join('\n    and ') -%}
  {%- if unique_key and updated %}
  update {{ target }} as DBT_INTERNAL_DEST
  join {{ source }} as DBT_INTERNAL_SOURCE on {{ match }}
  set
    {%- for column in updated %}
    DBT_INTERNAL_DEST.{{ column }} = DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %};
  {%- endif %}
  {%- if unique_key %}
  delete DBT_INTERNAL_SOURCE from {{ source }} as DBT_INTERNAL_SOURCE
  join {{ target }} as DBT_INTERNAL_DEST on {{ match }};
  {%- endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro mysql__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() %}
  update {{ target }} as DBT_INTERNAL_DEST
  join {{ source }} as DBT_INTERNAL_SOURCE
    on DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
  set DBT_INTERNAL_DEST.{{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  where DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ snapshot_is_current(columns, 'DBT_INTERNAL_DEST.') }};
  {{ snapshot_insert_sql(target, source, insert_cols) }}
{%- endmacro %}

{# MySQL does so; MariaDB holds each row against each other one where it is not told, which takes hours for 100,000. #}
{% macro mysql__join_by_hash() %}
  {% do run_query('set @dvt_joins = null /*M!100500 , session join_cache_level = 4, session join_buffer_space_limit = 67108864, session join_buffer_size = 16777216 */') %}
{% endmacro %}

{% macro mysql__snapshot_text_type() %}
  {{ return('char') }}
{% endmacro %}
