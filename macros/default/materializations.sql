{# Tables and views as materializations, for those who call them by name; dvt itself publishes both in one atomic step. #}

{% materialization table, default %}
  {{ return(publish_by_swap('table')) }}
{% endmaterialization %}

{% materialization view, default %}
  {{ return(publish_by_swap('view')) }}
{% endmaterialization %}

{% macro publish_by_swap(kind) %}
  {% set existing_relation = load_cached_relation(this) %}
  {% set target_relation = this.incorporate(type=kind) %}
  {% set intermediate_relation = make_intermediate_relation(target_relation) %}
  {% set backup_relation = make_backup_relation(target_relation, existing_relation.type if existing_relation else kind) %}
  {% do drop_relation_if_exists(load_cached_relation(intermediate_relation)) %}
  {% do drop_relation_if_exists(load_cached_relation(backup_relation)) %}
  {{ run_hooks(pre_hooks, inside_transaction=false) }}
  {{ run_hooks(pre_hooks, inside_transaction=true) }}
  {% call statement('main') %}
    {{ get_create_sql(intermediate_relation, sql) }}
  {% endcall %}
  {% if existing_relation is none %}
    {% do adapter.rename_relation(intermediate_relation, target_relation) %}
  {% else %}
    {% do swap_relations(intermediate_relation, target_relation, backup_relation) %}
  {% endif %}
  {% if kind == 'table' %}
    {% do create_indexes(target_relation) %}
  {% endif %}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, full_refresh_mode=true)) %}
  {% do persist_docs(target_relation, model) %}
  {{ run_hooks(post_hooks, inside_transaction=true) }}
  {% do adapter.commit() %}
  {% if existing_relation is not none %}
    {% do adapter.drop_relation(backup_relation) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=false) }}
  {{ return({'relations': [target_relation]}) }}
{% endmacro %}
