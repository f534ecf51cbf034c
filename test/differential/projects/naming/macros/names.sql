{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}
  {%- elif node.resource_type == 'seed' -%}seeds_{{ custom_schema_name }}
  {%- else -%}{{ custom_schema_name | trim }}{%- endif -%}
{%- endmacro %}
{% macro generate_alias_name(custom_alias_name, node) -%}
  {%- set base = custom_alias_name or node.name -%}
  {{ 'v_' ~ base if node.config.materialized == 'view' else base }}
{%- endmacro %}
{% macro generate_database_name(custom_database_name, node) -%}
  {{ target.database }}
{%- endmacro %}
