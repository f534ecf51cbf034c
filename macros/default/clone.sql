{# `dvt clone`: a node as another state's run published it. #}

{% macro can_clone_table() %}
  {{ return(adapter.dispatch('can_clone_table', 'dbt')()) }}
{% endmacro %}

{% macro default__can_clone_table() %}
  {{ return(false) }}
{% endmacro %}

{% macro create_or_replace_clone(this_relation, defer_relation) %}
  {{ return(adapter.dispatch('create_or_replace_clone', 'dbt')(this_relation, defer_relation)) }}
{% endmacro %}

{% macro default__create_or_replace_clone(this_relation, defer_relation) %}
  create or replace table {{ this_relation.render() }} clone {{ defer_relation.render() }}
{% endmacro %}

{% materialization clone, default %}
  {% if not defer_relation %}
    {{ return({'relations': []}) }}
  {% endif %}
  {% set existing_relation = load_cached_relation(this) %}
  {% if existing_relation and not flags.FULL_REFRESH %}
    {{ return({'relations': [existing_relation]}) }}
  {% endif %}
  {% if defer_relation.type == 'table' and can_clone_table() %}
    {% set target_relation = this.incorporate(type='table') %}
    {% if existing_relation is not none and not existing_relation.is_table %}
      {% do adapter.drop_relation(existing_relation) %}
    {% endif %}
    {% call statement('main') %}
      {{ create_or_replace_clone(target_relation, defer_relation) }}
    {% endcall %}
  {% else %}
    {# A view that reads from the other schema. #}
    {% set target_relation = this.incorporate(type='view') %}
    {% do drop_relation_if_exists(existing_relation) %}
    {% call statement('main') %}
      {{ get_create_view_as_sql(target_relation, 'select * from ' ~ defer_relation.render()) }}
    {% endcall %}
  {% endif %}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation)) %}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
