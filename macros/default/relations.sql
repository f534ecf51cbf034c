{# The relation as it stands in its database; none where there is none. #}
{% macro load_relation(relation) %}
  {% do return(adapter.get_relation(database=relation.database, schema=relation.schema, identifier=relation.identifier)) %}
{% endmacro %}

{% macro load_cached_relation(relation) %}
  {% do return(load_relation(relation)) %}
{% endmacro %}

{% macro is_incremental() %}
  {% do return(false) %}
{% endmacro %}

{% macro should_full_refresh() %}
  {% set configured = config.get('full_refresh') %}
  {% do return(flags.FULL_REFRESH if configured is none else configured) %}
{% endmacro %}
