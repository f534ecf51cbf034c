{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ target.schema ~ var('suffix') }}{{ '_' ~ custom_schema_name if custom_schema_name else '' }}
{%- endmacro %}
{% macro twice(column) %}({{ column }} * 2){% endmacro %}
{% macro indirectly(column) %}{{ twice(column) }} + 0{% endmacro %}
{% macro talk(word='hello', times=1) %}{% for i in range(times) %}{{ print(word ~ i) }}{% endfor %}{% endmacro %}
{% macro warns() %}{% do exceptions.warn('something is odd') %}{% endmacro %}
{% macro fails() %}{% do exceptions.raise_compiler_error('no luck') %}{% endmacro %}
{% macro counts(relation) %}{% set found = run_query('select count(*) as n from ' ~ ref(relation)) %}{{ print('rows ' ~ found.columns['n'].values()[0]) }}{% endmacro %}
