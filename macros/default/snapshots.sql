{# Snapshots: every version of a row with the time from and until which it was the current one. #}

{# Names of the columns that a snapshot adds. #}
{% macro get_snapshot_table_column_names() %}
  {{ return({
    'dbt_valid_to': 'dbt_valid_to',
    'dbt_valid_from': 'dbt_valid_from',
    'dbt_scd_id': 'dbt_scd_id',
    'dbt_updated_at': 'dbt_updated_at',
    'dbt_is_deleted': 'dbt_is_deleted'
  }) }}
{% endmacro %}

{% macro snapshot_columns() %}
  {% set names = get_snapshot_table_column_names() %}
  {% for given in [config.get('snapshot_meta_column_names'), config.get('snapshot_table_column_names')] if given %}
    {% for key, name in given.items() if name %}
      {% do names.update({key: name}) %}
    {% endfor %}
  {% endfor %}
  {{ return(names) }}
{% endmacro %}

{# Strategies #}

{% macro strategy_dispatch(name) -%}
  {% set parts = name.split('.') %}
  {% set macro_name = 'snapshot_' ~ parts[-1] ~ '_strategy' %}
  {% set namespace_ = context.get(parts[0]) if parts | length == 2 else context %}
  {% set found = namespace_.get(macro_name) if parts | length == 1 else namespace_[macro_name] %}
  {% if not found %}
    {% do exceptions.raise_compiler_error("There is no snapshot strategy '" ~ name ~ "': no macro " ~ macro_name ~ ' was found.') %}
  {% endif %}
  {{ return(found) }}
{%- endmacro %}

{% macro snapshot_hash_arguments(args) -%}
  {{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
  {%- set texts = [] -%}
  {%- for arg in args -%}
    {%- do texts.append("coalesce(cast(" ~ arg ~ " as " ~ snapshot_text_type() ~ "), '')") -%}
  {%- endfor -%}
  md5({{ dbt.concat(joined_with(texts, "'|'")) }})
{%- endmacro %}

{# dbt's hashes are made of varchar. #}
{% macro snapshot_text_type() %}
  {{ return(adapter.dispatch('snapshot_text_type', 'dbt')()) }}
{% endmacro %}

{% macro default__snapshot_text_type() %}
  {{ return('varchar') }}
{% endmacro %}

{# A list with a separator between its items. #}
{% macro joined_with(items, separator) %}
  {% set joined = [] %}
  {% for item in items %}
    {% if not loop.first %}{% do joined.append(separator) %}{% endif %}
    {% do joined.append(item) %}
  {% endfor %}
  {{ return(joined) }}
{% endmacro %}

{% macro snapshot_scd_id(unique_key, updated_at) %}
  {{ return(snapshot_hash_arguments(([unique_key] if unique_key is string else unique_key | list) + [updated_at])) }}
{% endmacro %}

{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% set columns = snapshot_columns() %}
  {% set key = config.require('unique_key') %}
  {% set updated_at = config.require('updated_at') %}
  {% set hard_deletes = adapter.get_hard_deletes_behavior(config_of(model_config)) %}
  {{ return({
    'unique_key': key,
    'updated_at': updated_at,
    'row_changed': '(' ~ snapshotted_rel ~ '.' ~ columns.dbt_valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')',
    'scd_id': snapshot_scd_id(key, updated_at),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes
  }) }}
{% endmacro %}

{% macro config_of(model_config) %}
  {{ return({
    'hard_deletes': config.get('hard_deletes'),
    'invalidate_hard_deletes': config.get('invalidate_hard_deletes')
  }) }}
{% endmacro %}

{# [whether the query has columns that the snapshot lacks, the columns to compare] #}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
  {%- if not target_exists -%}
    {{ return((false, get_columns_in_query(node['compiled_code']))) }}
  {%- endif -%}
  {%- set wanted = get_columns_in_query(node['compiled_code']) if check_cols_config == 'all' else check_cols_config -%}
  {%- if wanted is string or not wanted -%}
    {%- do exceptions.raise_compiler_error("check_cols is a list of columns, or 'all'; it is: " ~ check_cols_config) -%}
  {%- endif -%}
  {%- set present = {} -%}
  {%- for column in adapter.get_columns_in_relation(this) -%}
    {%- do present.update({column.name | lower: true}) -%}
  {%- endfor -%}
  {%- set kept = [] -%}
  {%- for name in wanted if name | lower in present -%}
    {%- do kept.append(adapter.quote(name) if check_cols_config == 'all' else name) -%}
  {%- endfor -%}
  {{ return((kept | length < wanted | length, kept)) }}
{%- endmacro %}

{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
  {% set columns = snapshot_columns() %}
  {% set key = config.require('unique_key') %}
  {% set updated_at = config.get('updated_at') or snapshot_get_time() %}
  {% set hard_deletes = adapter.get_hard_deletes_behavior(config_of(model_config)) %}
  {% set compared = snapshot_check_all_get_existing_columns(node, target_exists, config.require('check_cols')) %}
  {% set conditions = [get_true_sql()] if compared[0] else [] %}
  {% for column in compared[1] %}
    {% set before = snapshotted_rel ~ '.' ~ column %}
    {% set now = current_rel ~ '.' ~ column %}
    {% do conditions.append(
      values_differ(before, now) ~ ' or (' ~ before ~ ' is null and ' ~ now ~ ' is not null) or ('
      ~ before ~ ' is not null and ' ~ now ~ ' is null)') %}
  {% endfor %}
  {{ return({
    'unique_key': key,
    'updated_at': updated_at,
    'row_changed': '(' ~ conditions | join('\n      or ') ~ ')',
    'scd_id': snapshot_scd_id(key, updated_at),
    'invalidate_hard_deletes': hard_deletes == 'invalidate',
    'hard_deletes': hard_deletes
  }) }}
{% endmacro %}

{% macro get_true_sql() %}
  {{ return(adapter.dispatch('get_true_sql', 'dbt')()) }}
{% endmacro %}

{% macro default__get_true_sql() %}
  {{ return('true') }}
{% endmacro %}

{% macro snapshot_string_as_time(timestamp) -%}
  {{ adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) %}
  {{ return("cast('" ~ timestamp ~ "' as timestamp)") }}
{% endmacro %}

{# Keys: one column or several #}

{% macro snapshot_keys(unique_key) %}
  {{ return([unique_key] if unique_key is string else unique_key | list) }}
{% endmacro %}

{% macro snapshot_key_names(unique_key) %}
  {% if unique_key is string %}
    {{ return(['dbt_unique_key']) }}
  {% endif %}
  {% set names = [] %}
  {% for key in unique_key %}
    {% do names.append('dbt_unique_key_' ~ loop.index) %}
  {% endfor %}
  {{ return(names) }}
{% endmacro %}

{% macro unique_key_fields(unique_key) %}
  {% set fields = [] %}
  {% for name in snapshot_key_names(unique_key) %}
    {% do fields.append(snapshot_keys(unique_key)[loop.index0] ~ ' as ' ~ name) %}
  {% endfor %}
  {{ return(fields | join(', ')) }}
{% endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) %}
  {% set pairs = [] %}
  {% for name in snapshot_key_names(unique_key) %}
    {% do pairs.append(keys_match(identifier ~ '.' ~ name, from_identifier ~ '.' ~ name)) %}
  {% endfor %}
  {{ return(pairs | join(' and ')) }}
{% endmacro %}

{% macro unique_key_is_null(unique_key, identifier) %}
  {{ return(identifier ~ '.' ~ snapshot_key_names(unique_key)[0] ~ ' is null') }}
{% endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) %}
  {{ return(identifier ~ '.' ~ snapshot_key_names(unique_key)[0] ~ ' is not null') }}
{% endmacro %}

{# Statements #}

{# The end of a row that is the current one, in the type that times have. #}
{% macro get_dbt_valid_to_current(strategy, columns) %}
  coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }}
{%- endmacro %}

{% macro snapshot_is_current(columns, prefix='') %}
  {% set until = config.get('dbt_valid_to_current') %}
  {% set field = prefix ~ columns.dbt_valid_to %}
  {{ return('(' ~ field ~ ' = ' ~ until ~ ' or ' ~ field ~ ' is null)' if until else field ~ ' is null') }}
{% endmacro %}

{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) %}
  {%- set columns = snapshot_columns() %}
  select *,
    {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, columns) }}
    {%- if strategy.hard_deletes == 'new_record' %},
    'False' as {{ columns.dbt_is_deleted }}
    {%- endif %}
  from (
    {{ sql }}
  ) sbq
{% endmacro %}

{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}
{%- endmacro %}

{# What a run changes: versions to insert, current ones to end because they changed, and because their row is gone. #}
{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set columns = snapshot_columns() %}
  {%- set keys = unique_key_fields(strategy.unique_key) %}
  {%- set both = unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') %}
  {%- set deletes = strategy.hard_deletes in ['invalidate', 'new_record'] %}
  {%- set marks = strategy.hard_deletes == 'new_record' %}
  {%- set marked = "snapshotted_data." ~ columns.dbt_is_deleted ~ " = 'True'" %}
  {%- set changed = '(' ~ strategy.row_changed ~ ' or ' ~ marked ~ ')' if marks else strategy.row_changed %}
  {%- set now = snapshot_get_time() %}
  {%- set names = get_columns_in_query(source_sql) %}
  with snapshot_query as (
    {{ source_sql }}
  ),
  snapshotted_data as (
    select *, {{ keys }}
    from {{ target_relation }}
    where {{ snapshot_is_current(columns) }}
  ),
  source_rows as (
    select *, {{ keys }},
      {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
      {{ get_dbt_valid_to_current(strategy, columns) }},
      {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
    from snapshot_query
  ),
  changed_rows as (
    select *, {{ keys }},
      {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
      {{ strategy.updated_at }} as {{ columns.dbt_valid_to }}
    from snapshot_query
  ),
  insertions as (
    select 'insert' as dbt_change_type, source_data.*{{ ", 'False' as " ~ columns.dbt_is_deleted if marks }}
    from source_rows as source_data
    left join snapshotted_data on {{ both }}
    where {{ unique_key_is_null(strategy.unique_key, 'snapshotted_data') }}
      or {{ changed }}
  ),
  updates as (
    select 'update' as dbt_change_type, source_data.*, snapshotted_data.{{ columns.dbt_scd_id }}
      {{- ', snapshotted_data.' ~ columns.dbt_is_deleted if marks }}
    from changed_rows as source_data
    join snapshotted_data on {{ both }}
    where {{ changed }}
  )
  {%- if deletes %},
  source_keys as (
    select *, {{ keys }}
    from snapshot_query
  ),
  deletions as (
    select 'delete' as dbt_change_type, source_data.*,
      {{ now }} as {{ columns.dbt_updated_at }},
      {{ now }} as {{ columns.dbt_valid_from }},
      {{ now }} as {{ columns.dbt_valid_to }},
      snapshotted_data.{{ columns.dbt_scd_id }}
      {{- ', snapshotted_data.' ~ columns.dbt_is_deleted if marks }}
    from snapshotted_data
    left join source_keys as source_data on {{ both }}
    where {{ unique_key_is_null(strategy.unique_key, 'source_data') }}
    {{- ' and not (' ~ marked ~ ')' if marks }}
  )
  {%- endif %}
  {%- if marks %}
  {%- set present = get_list_of_column_names(get_columns_in_relation(target_relation)) | map('lower') | list %}
  ,
  deletion_records as (
    select 'insert' as dbt_change_type,
      {%- for name in names %}
      {{ 'snapshotted_data' if name | lower in present else 'source_data' }}.{{ adapter.quote(name) }},
      {%- endfor %}
      {%- for name in snapshot_key_names(strategy.unique_key) %}
      snapshotted_data.{{ name }},
      {%- endfor %}
      {{ now }} as {{ columns.dbt_updated_at }},
      {{ now }} as {{ columns.dbt_valid_from }},
      snapshotted_data.{{ columns.dbt_valid_to }} as {{ columns.dbt_valid_to }},
      {{ snapshot_hash_arguments(['snapshotted_data.' ~ columns.dbt_scd_id, now]) }} as {{ columns.dbt_scd_id }},
      'True' as {{ columns.dbt_is_deleted }}
    from snapshotted_data
    left join source_keys as source_data on {{ both }}
    where {{ unique_key_is_null(strategy.unique_key, 'source_data') }}
      and not ({{ marked }})
  )
  {%- endif %}
  select * from insertions
  union all
  select * from updates
  {%- if deletes %}
  union all
  select * from deletions
  {%- endif %}
  {%- if marks %}
  union all
  select * from deletion_records
  {%- endif %}
{%- endmacro %}

{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
  {% set temp_relation = make_temp_relation(target_relation) %}
  {% set changes = snapshot_staging_table(strategy, sql, target_relation) %}
  {% do join_by_hash() %}
  {% call statement('build_snapshot_staging_relation') %}
    {{ create_table_as(true, temp_relation, changes) }}
  {% endcall %}
  {% do index_new_rows(temp_relation, snapshot_columns().dbt_scd_id) %}
  {% do return(temp_relation) %}
{% endmacro %}

{# The rows of a query and those of the snapshot meet without an index. #}
{% macro join_by_hash() %}
  {{ adapter.dispatch('join_by_hash', 'dbt')() }}
{% endmacro %}

{% macro default__join_by_hash() %}
{% endmacro %}

{% macro create_columns(relation, columns) %}
  {{ adapter.dispatch('create_columns', 'dbt')(relation, columns) }}
{% endmacro %}

{% macro default__create_columns(relation, columns) %}
  {% for column in columns %}
    {% call statement() %}
      alter table {{ relation.render() }} add column {{ adapter.quote(column.name) }} {{ column.expanded_data_type }}
    {% endcall %}
  {% endfor %}
{% endmacro %}

{% macro post_snapshot(staging_relation) %}
  {{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}
{% endmacro %}

{# The staging table is temporary and goes with its session. #}
{% macro default__post_snapshot(staging_relation) %}
{% endmacro %}

{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = snapshot_columns() %}
  update {{ target }}
  set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = {{ target }}.{{ columns.dbt_scd_id }}
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ snapshot_is_current(columns, target ~ '.') }};
  {{ snapshot_insert_sql(target, source, insert_cols) }}
{%- endmacro %}

{% macro snapshot_insert_sql(target, source, insert_cols) %}
  {%- set list = insert_cols | join(', ') -%}
  insert into {{ target }} ({{ list }})
  select {{ list }}
  from {{ source }} as DBT_INTERNAL_SOURCE
  where DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
{% endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) %}
  {% for column in get_column_schema_from_query(snapshot_sql) if column.column | lower == 'dbt_updated_at' %}
    {% do return(column.dtype) %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}

{# Warns where the clock's times and those of the data are of different types. #}
{% macro check_time_data_types(sql) %}
  {% set updated = get_updated_at_column_data_type(sql) %}
  {% set clock = get_snapshot_get_time_data_type() %}
  {% if updated is not none and clock is not none and updated != clock %}
    {{ exceptions.warn_snapshot_timestamp_data_types(clock, updated) }}
  {% endif %}
{% endmacro %}

{% materialization snapshot, default %}
  {% set found = get_or_create_relation(this.database, this.schema, this.identifier, 'table') %}
  {% set exists = found[0] %}
  {% set target_relation = found[1] %}
  {% if exists and not target_relation.is_table %}
    {% do exceptions.relation_wrong_type(target_relation, 'table') %}
  {% endif %}

  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}

  {% set build = strategy_dispatch(config.require('strategy')) %}
  {% set strategy = build(model, 'snapshotted_data', 'source_data', model['config'], exists) %}

  {% if not exists %}
    {% set query = build_snapshot_table(strategy, sql) %}
    {% do check_time_data_types(query) %}
    {% set final_sql = create_table_as(false, target_relation, query) %}
    {% set staging = none %}
  {% else %}
    {% set columns = snapshot_columns() %}
    {% do adapter.assert_valid_snapshot_target_given_strategy(target_relation, columns, strategy) %}
    {% set staging = build_snapshot_staging_table(strategy, sql, target_relation) %}
    {% do adapter.expand_target_column_types(from_relation=staging, to_relation=target_relation) %}
    {% set helpers = ['dbt_change_type'] + snapshot_key_names(strategy.unique_key) %}
    {% set missing = [] %}
    {% for column in adapter.get_missing_columns(staging, target_relation) if column.name | lower not in helpers %}
      {% do missing.append(column) %}
    {% endfor %}
    {% do create_columns(target_relation, missing) %}
    {% set quoted = [] %}
    {% for column in adapter.get_columns_in_relation(staging) if column.name | lower not in helpers %}
      {% do quoted.append(adapter.quote(column.name)) %}
    {% endfor %}
    {% set final_sql = snapshot_merge_sql(target_relation, staging, quoted) %}
  {% endif %}

  {% call statement('main') %}
    {{ final_sql }}
  {% endcall %}

  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(exists, full_refresh_mode=false)) %}
  {% do persist_docs(target_relation, model) %}
  {% if not exists %}
    {% do create_indexes(target_relation) %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {% do adapter.commit() %}
  {% if staging is not none %}
    {% do post_snapshot(staging) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=false) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
