{% macro postgres__get_create_materialized_view_as_sql(relation, sql) %}
  create materialized view if not exists {{ relation }} as {{ sql }};
  {% for index in config.get('indexes') or [] %}
  {{ get_create_index_sql(relation, index) }};
  {% endfor %}
{% endmacro %}

{# An index by what it is, whatever its name. #}
{% macro postgres_index_key(index) %}
  {{ return(index.columns | map('lower') | list | string ~ ' ' ~ (index.unique or false) ~ ' ' ~ (index.type or 'btree')) }}
{% endmacro %}

{# Indexes to drop, by name, and to create; none: they are as the configs say. #}
{% macro postgres__get_materialized_view_configuration_changes(existing_relation, new_config) %}
  {% set wanted = {} %}
  {% for index in new_config.get('indexes') or [] %}
    {% do wanted.update({postgres_index_key(adapter.parse_index(index)): index}) %}
  {% endfor %}
  {% set dropped = [] %}
  {% set present = [] %}
  {% for row in run_query(get_show_indexes_sql(existing_relation)) %}
    {% set key = postgres_index_key({'columns': row['column_names'].split(','), 'unique': row['unique'], 'type': row['method']}) %}
    {% do present.append(key) %}
    {% if key not in wanted %}{% do dropped.append(row['name']) %}{% endif %}
  {% endfor %}
  {% set created = [] %}
  {% for key, index in wanted.items() if key not in present %}
    {% do created.append(index) %}
  {% endfor %}
  {{ return({'drop': dropped, 'create': created} if dropped or created else none) }}
{% endmacro %}

{% macro postgres__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
  {% set statements = [] %}
  {% for name in configuration_changes['drop'] %}
    {% do statements.append(get_drop_index_sql(relation, name)) %}
  {% endfor %}
  {% for index in configuration_changes['create'] %}
    {% do statements.append(get_create_index_sql(relation, index)) %}
  {% endfor %}
  {{ return(statements | join(';\n')) }}
{% endmacro %}
