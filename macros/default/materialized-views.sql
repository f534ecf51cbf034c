{# Materialized views. #}

{% macro get_create_materialized_view_as_sql(relation, sql) -%}
  {{ adapter.dispatch('get_create_materialized_view_as_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_create_materialized_view_as_sql(relation, sql) -%}
  {{ exceptions.raise_compiler_error('There are no materialized views in ' ~ adapter.type() ~ '.') }}
{%- endmacro %}

{% macro get_replace_materialized_view_sql(relation, sql) -%}
  {{ adapter.dispatch('get_replace_materialized_view_sql', 'dbt')(relation, sql) }}
{%- endmacro %}

{% macro default__get_replace_materialized_view_sql(relation, sql) -%}
  {{ get_drop_sql(relation) }};
  {{ get_create_materialized_view_as_sql(relation, sql) }}
{%- endmacro %}

{% macro drop_materialized_view(relation) -%}
  {{ return(adapter.dispatch('drop_materialized_view', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__drop_materialized_view(relation) -%}
  drop materialized view if exists {{ relation.render() }}
{%- endmacro %}

{% macro get_rename_materialized_view_sql(relation, new_name) %}
  {{ adapter.dispatch('get_rename_materialized_view_sql', 'dbt')(relation, new_name) }}
{% endmacro %}

{% macro default__get_rename_materialized_view_sql(relation, new_name) %}
  alter materialized view {{ relation.render() }} rename to {{ adapter.quote(new_name) }}
{% endmacro %}

{% macro refresh_materialized_view(relation) %}
  {{ return(adapter.dispatch('refresh_materialized_view', 'dbt')(relation)) }}
{% endmacro %}

{% macro default__refresh_materialized_view(relation) %}
  refresh materialized view {{ relation.render() }}
{% endmacro %}

{% macro get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {{ return(adapter.dispatch('get_materialized_view_configuration_changes', 'dbt')(existing_relation, new_config)) }}
{% endmacro %}

{# What of the configs the view that is there does not have; none: nothing. #}
{% macro default__get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {{ return(none) }}
{% endmacro %}

{% macro get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {{ return(adapter.dispatch('get_alter_materialized_view_as_sql', 'dbt')(
    relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation)) }}
{% endmacro %}

{% macro default__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {{ return(get_replace_materialized_view_sql(relation, sql)) }}
{% endmacro %}

{# The statements that bring the view up to date; '' where nothing is to be done. #}
{% macro materialized_view_get_build_sql(existing_relation, target_relation, backup_relation=none, intermediate_relation=none) %}
  {% if existing_relation is none %}
    {{ return(get_create_materialized_view_as_sql(target_relation, sql)) }}
  {% elif should_full_refresh() or not existing_relation.is_materialized_view %}
    {{ return(get_drop_sql(existing_relation) ~ ';\n' ~ get_create_materialized_view_as_sql(target_relation, sql)) }}
  {% endif %}
  {% set changes = get_materialized_view_configuration_changes(existing_relation, config) %}
  {% set wanted = config.get('on_configuration_change') or 'apply' %}
  {% if changes is none %}
    {{ return(refresh_materialized_view(target_relation)) }}
  {% elif wanted == 'apply' %}
    {{ return(get_alter_materialized_view_as_sql(target_relation, changes, sql, existing_relation, backup_relation, intermediate_relation)) }}
  {% elif wanted == 'continue' %}
    {{ exceptions.warn('The configs of ' ~ target_relation ~ ' changed, and on_configuration_change is continue: it stays as it is.') }}
    {{ return('') }}
  {% elif wanted == 'fail' %}
    {{ exceptions.raise_fail_fast_error('The configs of ' ~ target_relation ~ ' changed, and on_configuration_change is fail.') }}
  {% endif %}
  {{ exceptions.raise_compiler_error("on_configuration_change is '" ~ wanted ~ "', expected apply, continue or fail.") }}
{% endmacro %}

{% materialization materialized_view, default %}
  {% set existing_relation = load_cached_relation(this) %}
  {% set target_relation = this.incorporate(type='materialized_view') %}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {% set build_sql = materialized_view_get_build_sql(existing_relation, target_relation) | trim %}
  {% if build_sql %}
    {% call statement('main') %}
      {{ build_sql }}
    {% endcall %}
    {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, should_full_refresh())) %}
    {% do persist_docs(target_relation, model) %}
  {% else %}
    {% do store_raw_result(name='main', message='skip ' ~ target_relation, code='skip', rows_affected=-1) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {% do adapter.commit() %}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
