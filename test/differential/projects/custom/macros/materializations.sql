{% materialization counted, default %}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(this) -%}
  {{ run_hooks(pre_hooks) }}
  {% if existing is not none %}{% do adapter.drop_relation(existing) %}{% endif %}
  {% call statement('main') %}
    create table {{ target_relation }} as select count(*) as number from ({{ sql }}) as counted
  {% endcall %}
  {{ run_hooks(post_hooks) }}
  {% do adapter.commit() %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization nothing, default %}
  {% do store_raw_result('main', message='DID NOTHING', code='NOTHING', rows_affected='0') %}
  {{ return({'relations': []}) }}
{% endmaterialization %}

{% materialization no_main, default %}
  {{ return({'relations': []}) }}
{% endmaterialization %}

{% materialization two_tables, adapter='postgres' %}{{ return(two_of(this, sql, 'postgres')) }}{% endmaterialization %}
{% materialization two_tables, adapter='duckdb' %}{{ return(two_of(this, sql, 'duckdb')) }}{% endmaterialization %}

{% macro two_of(this, sql, where) %}
  {% set relations = [] %}
  {% for number in [1, 2] %}
    {% set relation = api.Relation.create(database=this.database, schema=this.schema, identifier=this.identifier ~ '_' ~ where ~ '_' ~ number, type='table') %}
    {% do drop_relation_if_exists(relation) %}
    {% call statement('main' if number == 2 else 'part_' ~ number) %}
      {{ create_table_as(false, relation, sql) }}
    {% endcall %}
    {% do relations.append(relation) %}
  {% endfor %}
  {% do adapter.commit() %}
  {{ return({'relations': relations}) }}
{% endmacro %}

{% materialization uses_introspection, default %}
  {% set target_relation = this.incorporate(type='view') %}
  {% set columns = get_columns_in_query(sql) %}
  {% set existing = adapter.get_relation(this.database, this.schema, this.identifier) %}
  {% do drop_relation_if_exists(existing) %}
  {% call statement('main') %}
    create view {{ target_relation }} as select {{ columns | map('upper') | map('string') | join(', ') }}, '{{ existing.type if existing else "none" }}' as before from ({{ sql }}) as of
  {% endcall %}
  {% do adapter.commit() %}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
