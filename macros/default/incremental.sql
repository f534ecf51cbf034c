{# Incremental models: what is new is computed into a temporary table and brought into the target by a strategy. #}

{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') %}
  {% if on_schema_change in ['sync_all_columns', 'append_new_columns', 'fail', 'ignore'] %}
    {% do return(on_schema_change) %}
  {% endif %}
  {% if on_schema_change is not none %}
    {% do log("on_schema_change: '" ~ on_schema_change ~ "' is unknown; '" ~ default ~ "' is used.", info=true) %}
  {% endif %}
  {% do return(default) %}
{% endmacro %}

{% macro check_for_schema_changes(source_relation, target_relation) %}
  {{ return(adapter.dispatch('check_for_schema_changes', 'dbt')(source_relation, target_relation)) }}
{% endmacro %}

{% macro default__check_for_schema_changes(source_relation, target_relation) %}
  {% set found = adapter.get_columns_in_relation(source_relation) %}
  {% set existing = adapter.get_columns_in_relation(target_relation) %}
  {% set added = diff_columns(found, existing) %}
  {% set removed = diff_columns(existing, found) %}
  {% set retyped = diff_column_data_types(found, existing) %}
  {{ return({
    'schema_changed': (added + removed + retyped) | length > 0,
    'source_not_in_target': added,
    'target_not_in_source': removed,
    'source_columns': found,
    'target_columns': existing,
    'new_target_types': retyped
  }) }}
{% endmacro %}

{% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) %}
  {{ return(adapter.dispatch('sync_column_schemas', 'dbt')(on_schema_change, target_relation, schema_changes_dict)) }}
{% endmacro %}

{% macro default__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) %}
  {% set sync = on_schema_change == 'sync_all_columns' %}
  {% set added = schema_changes_dict['source_not_in_target'] %}
  {% set removed = schema_changes_dict['target_not_in_source'] if sync else [] %}
  {% if added or removed %}
    {% do alter_relation_add_remove_columns(target_relation, added, removed) %}
  {% endif %}
  {% for change in schema_changes_dict['new_target_types'] if sync %}
    {% do alter_column_type(target_relation, change['column_name'], change['new_type']) %}
  {% endfor %}
{% endmacro %}

{# The columns that are written: the query's where the target follows it, none where it stays as it is. #}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) %}
  {{ return(adapter.dispatch('process_schema_changes', 'dbt')(on_schema_change, source_relation, target_relation)) }}
{% endmacro %}

{% macro default__process_schema_changes(on_schema_change, source_relation, target_relation) %}
  {% if on_schema_change == 'ignore' %}
    {{ return({}) }}
  {% endif %}
  {% set changes = check_for_schema_changes(source_relation, target_relation) %}
  {% if changes['schema_changed'] %}
    {% if on_schema_change == 'fail' %}
      {% do exceptions.raise_compiler_error(
        'The columns of the query are not those of ' ~ target_relation ~ ', and on_schema_change is fail.'
        ~ ' New in the query: ' ~ (get_list_of_column_names(changes['source_not_in_target']) | join(', ') or 'none') ~ '.'
        ~ ' Missing in the query: ' ~ (get_list_of_column_names(changes['target_not_in_source']) | join(', ') or 'none') ~ '.'
        ~ ' Of another type: ' ~ (changes['new_target_types'] | map(attribute='column_name') | join(', ') or 'none') ~ '.'
        ~ ' Run it with --full-refresh, alter the table, or choose another on_schema_change.') %}
    {% endif %}
    {% do sync_column_schemas(on_schema_change, target_relation, changes) %}
  {% endif %}
  {{ return(changes['source_columns']) }}
{% endmacro %}

{# Strategies that the database can carry out; `adapter.valid_incremental_strategies` reads them. #}
{% macro valid_incremental_strategies() %}
  {{ return(adapter.dispatch('valid_incremental_strategies', 'dbt')()) }}
{% endmacro %}

{% macro default__valid_incremental_strategies() %}
  {{ return(['append', 'delete+insert', 'merge', 'microbatch']) }}
{% endmacro %}

{% macro get_incremental_append_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_append_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{% macro default__get_incremental_append_sql(arg_dict) %}
  {% do return(get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns'])) %}
{% endmacro %}

{% macro get_incremental_delete_insert_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_delete_insert_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{% macro default__get_incremental_delete_insert_sql(arg_dict) %}
  {% do return(get_delete_insert_merge_sql(arg_dict['target_relation'], arg_dict['temp_relation'],
    arg_dict['unique_key'], arg_dict['dest_columns'], arg_dict['incremental_predicates'])) %}
{% endmacro %}

{% macro get_incremental_merge_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_merge_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{% macro default__get_incremental_merge_sql(arg_dict) %}
  {% do return(get_merge_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['unique_key'],
    arg_dict['dest_columns'], arg_dict['incremental_predicates'])) %}
{% endmacro %}

{% macro get_incremental_insert_overwrite_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_insert_overwrite_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{% macro default__get_incremental_insert_overwrite_sql(arg_dict) %}
  {% do return(get_insert_overwrite_merge_sql(arg_dict['target_relation'], arg_dict['temp_relation'],
    arg_dict['dest_columns'], arg_dict['incremental_predicates'])) %}
{% endmacro %}

{% macro get_incremental_default_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_default_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{% macro default__get_incremental_default_sql(arg_dict) %}
  {% do return(get_incremental_delete_insert_sql(arg_dict) if arg_dict['unique_key'] else get_incremental_append_sql(arg_dict)) %}
{% endmacro %}

{% macro get_incremental_microbatch_sql(arg_dict) %}
  {{ return(adapter.dispatch('get_incremental_microbatch_sql', 'dbt')(arg_dict)) }}
{% endmacro %}

{# The batch's range of time is replaced as a whole; dvt says which rows are in it. #}
{% macro default__get_incremental_microbatch_sql(arg_dict) %}
  {%- set target = arg_dict['target_relation'] -%}
  {%- set conditions = [] -%}
  {%- for condition in condition_list(arg_dict['incremental_predicates']) -%}
    {%- do conditions.append('(' ~ condition ~ ')') -%}
  {%- endfor -%}
  {%- set conditions = conditions + batch_conditions -%}
  {%- if not conditions -%}
    {{ exceptions.raise_compiler_error('A microbatch model runs by batches of its event_time; this run has no batch.') }}
  {%- endif -%}
  delete from {{ target }}
  where {{ conditions | join('\n    and ') }};
  {{ get_insert_into_sql(target, arg_dict['temp_relation'], arg_dict['dest_columns']) }}
{% endmacro %}

{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) %}
  {{- adapter.dispatch('get_insert_into_sql', 'dbt')(target_relation, temp_relation, dest_columns) -}}
{% endmacro %}

{% macro default__get_insert_into_sql(target_relation, temp_relation, dest_columns) %}
  {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
  insert into {{ target_relation }} ({{ columns }})
  select {{ columns }}
  from {{ temp_relation }}
{% endmacro %}

{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {{ adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}

{# Conditions stand outside of the subquery: what they name without a prefix is the target's. #}
{% macro default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
  {%- if unique_key %}
  delete from {{ target }} as {{ delete_insert_alias() }}
  where {{ delete_insert_match(source, unique_key, incremental_predicates) }};
  {%- endif %}
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro delete_insert_match(source, unique_key, incremental_predicates) -%}
  {%- set keys = ([unique_key] if unique_key is string else unique_key) | join(', ') -%}
  ({{ keys }}) in (
    select distinct {{ keys }}
    from {{ source }} as DBT_INTERNAL_SOURCE
  )
  {%- for condition in condition_list(incremental_predicates) %}
    and ({{ condition }})
  {%- endfor %}
{%- endmacro %}

{# What `incremental_predicates` calls the table that is there. #}
{% macro delete_insert_alias() %}
  {{ return(adapter.dispatch('delete_insert_alias', 'dbt')()) }}
{% endmacro %}

{% macro default__delete_insert_alias() %}
  {{ return('DBT_INTERNAL_DEST') }}
{% endmacro %}

{% macro condition_list(conditions) %}
  {{ return([conditions] if conditions is string else (conditions or []) | list) }}
{% endmacro %}

{# Conditions under which a row that is there and one that comes are the same. #}
{% macro incremental_match(unique_key, incremental_predicates=none) %}
  {%- set conditions = [] -%}
  {%- for condition in condition_list(incremental_predicates) -%}
    {%- do conditions.append('(' ~ condition ~ ')') -%}
  {%- endfor -%}
  {%- for key in ([unique_key] if unique_key is string else unique_key or []) -%}
    {%- do conditions.append(get_merge_unique_key_match('DBT_INTERNAL_SOURCE.' ~ key, 'DBT_INTERNAL_DEST.' ~ key)) -%}
  {%- endfor -%}
  {{ return(conditions) }}
{% endmacro %}

{% macro get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
  {{ return(adapter.dispatch('get_merge_unique_key_match', 'dbt')(source_unique_key, target_unique_key)) }}
{%- endmacro %}

{% macro default__get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
  {{ return(keys_match(source_unique_key, target_unique_key)) }}
{%- endmacro %}

{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {{ adapter.dispatch('get_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}

{% macro default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
  {%- set updated = get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
  {%- set match = incremental_match(unique_key, incremental_predicates) if unique_key else ['false'] -%}
  {{ sql_header() }}
  merge into {{ target }} as DBT_INTERNAL_DEST
  using {{ source }} as DBT_INTERNAL_SOURCE
  on {{ match | join('\n    and ') }}
  {%- if unique_key %}
  when matched then update set
    {%- for column in updated %}
    {{ column }} = DBT_INTERNAL_SOURCE.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
  {%- endif %}
  when not matched then insert ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
  values (
    {%- for column in dest_columns %}DBT_INTERNAL_SOURCE.{{ column.quoted }}{{ ', ' if not loop.last }}{% endfor -%}
  )
{%- endmacro %}

{% macro get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header=false) -%}
  {{ adapter.dispatch('get_insert_overwrite_merge_sql', 'dbt')(target, source, dest_columns, predicates, include_sql_header) }}
{%- endmacro %}

{# What the predicates name is replaced by all that comes. #}
{% macro default__get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header) -%}
  {{ sql_header() if include_sql_header }}
  delete from {{ target }}{{ ' where ' ~ (predicates | join(' and ')) if predicates }};
  {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{# A table that is ready takes the place of another; what was there is kept under the backup's name. #}
{% macro swap_relations(intermediate_relation, target_relation, backup_relation) %}
  {{ adapter.dispatch('swap_relations', 'dbt')(intermediate_relation, target_relation, backup_relation) }}
{% endmacro %}

{% macro default__swap_relations(intermediate_relation, target_relation, backup_relation) %}
  {% do adapter.rename_relation(target_relation.incorporate(type=backup_relation.type), backup_relation) %}
  {% do adapter.rename_relation(intermediate_relation, target_relation) %}
{% endmacro %}

{# For databases that would go through all new rows for each row of the target. #}
{% macro index_new_rows(temp_relation, unique_key) %}
  {{ return(adapter.dispatch('index_new_rows', 'dbt')(temp_relation, unique_key)) }}
{% endmacro %}

{% macro default__index_new_rows(temp_relation, unique_key) %}
{% endmacro %}

{#
  The table that new rows are brought into: the one that is there, or a copy of it that takes its place afterwards, where
  columns could not be changed in the transaction of the rows.
#}
{% macro table_to_change(on_schema_change, temp_relation, target_relation, intermediate_relation) %}
  {{ return(adapter.dispatch('table_to_change', 'dbt')(on_schema_change, temp_relation, target_relation, intermediate_relation)) }}
{% endmacro %}

{% macro default__table_to_change(on_schema_change, temp_relation, target_relation, intermediate_relation) %}
  {{ return(target_relation) }}
{% endmacro %}

{# Gives the copy the rows of the table, as far as it has its columns. #}
{% macro copy_rows(from_relation, to_relation) %}
  {% set there = adapter.get_columns_in_relation(to_relation) %}
  {% set gone = diff_columns(there, adapter.get_columns_in_relation(from_relation)) %}
  {% call statement('copy_rows') %}
    {{ get_insert_into_sql(to_relation, from_relation, diff_columns(there, gone)) }}
  {% endcall %}
{% endmacro %}

{# The table that is changed, and the statement that brings new rows into it. #}
{% macro incremental_build(target_relation, intermediate_relation, compiled_code) %}
  {% set temp_relation = make_temp_relation(target_relation) %}
  {% do run_query(create_table_as(true, temp_relation, compiled_code)) %}
  {% do index_new_rows(temp_relation, config.get('unique_key')) %}
  {% if not (config.get('contract') or {}).get('enforced', false) %}
    {% do adapter.expand_target_column_types(from_relation=temp_relation, to_relation=target_relation) %}
  {% endif %}
  {% set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change')) %}
  {% set changed_relation = table_to_change(on_schema_change, temp_relation, target_relation, intermediate_relation) %}
  {% set columns = process_schema_changes(on_schema_change, temp_relation, changed_relation)
    or adapter.get_columns_in_relation(changed_relation) %}
  {% if changed_relation.identifier != target_relation.identifier %}
    {% do copy_rows(target_relation, changed_relation) %}
  {% endif %}
  {% set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') %}
  {% set build_sql = strategy({
    'target_relation': changed_relation,
    'temp_relation': temp_relation,
    'unique_key': config.get('unique_key'),
    'dest_columns': columns,
    'incremental_predicates': config.get('predicates') or config.get('incremental_predicates')
  }) %}
  {{ return({'relation': changed_relation, 'sql': build_sql}) }}
{% endmacro %}

{# A strategy that the database does not have is told of before anything is built. #}
{% macro check_incremental_strategy() %}
  {% do adapter.dispatch('check_incremental_strategy', 'dbt')() %}
{% endmacro %}

{% macro default__check_incremental_strategy() %}
  {% do adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') %}
{% endmacro %}

{% materialization incremental, default %}
  {% set existing_relation = load_cached_relation(this) %}
  {% set target_relation = this.incorporate(type='table') %}
  {% set intermediate_relation = make_intermediate_relation(target_relation) %}
  {% set backup_relation = make_backup_relation(target_relation, existing_relation.type if existing_relation else 'table') %}
  {% set anew = should_full_refresh() or (existing_relation is not none and existing_relation.type != 'table') %}

  {# Left by a run that was cut off. #}
  {% do drop_relation_if_exists(load_cached_relation(intermediate_relation)) %}
  {% do drop_relation_if_exists(load_cached_relation(backup_relation)) %}

  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}

  {% do check_incremental_strategy() %}
  {% if existing_relation is none %}
    {% set build = {'relation': target_relation, 'sql': get_create_table_as_sql(false, target_relation, sql)} %}
  {% elif anew %}
    {% set build = {'relation': intermediate_relation, 'sql': get_create_table_as_sql(false, intermediate_relation, sql)} %}
  {% else %}
    {% set build = incremental_build(target_relation, intermediate_relation, sql) %}
  {% endif %}
  {% set beside = build['relation'].identifier != target_relation.identifier %}
  {% call statement('main') %}
    {{ build['sql'] }}
  {% endcall %}

  {% if beside %}
    {% do swap_relations(intermediate_relation, target_relation, backup_relation) %}
  {% endif %}

  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, anew)) %}
  {% do persist_docs(target_relation, model) %}
  {% if existing_relation is none or anew %}
    {% do create_indexes(target_relation) %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {% do adapter.commit() %}
  {% if beside %}
    {% do adapter.drop_relation(backup_relation) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=false) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
