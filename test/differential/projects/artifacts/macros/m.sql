{% macro hello() %}{{ log('hi', info=true) }}{% endmacro %}
{% macro make_empty() %}{% do run_query('create table if not exists ' ~ target.schema ~ '.empty_one (stamp timestamp)') %}{% if target.type == 'postgres' %}{% do run_query('commit') %}{% endif %}{% endmacro %}
{% macro failing() %}{% do run_query('select nope') %}{% endmacro %}
