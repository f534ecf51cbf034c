{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ var('where', target.schema) }}
{%- endmacro %}

{# What dbt shows of its flags; dvt shows more. #}
{% macro show_flags() %}
  {% set seen = {
    'FULL_REFRESH': flags.FULL_REFRESH, 'STORE_FAILURES': flags.STORE_FAILURES, 'WARN_ERROR': flags.WARN_ERROR | default(none) or false,
    'INDIRECT_SELECTION': flags.INDIRECT_SELECTION, 'EMPTY': flags.EMPTY, 'FAIL_FAST': flags.FAIL_FAST, 'WHICH': flags.WHICH,
    'PARTIAL_PARSE': flags.PARTIAL_PARSE, 'QUIET': flags.QUIET, 'DEBUG': flags.DEBUG, 'PRINTER_WIDTH': flags.PRINTER_WIDTH,
    'USE_COLORS': flags.USE_COLORS, 'WRITE_JSON': flags.WRITE_JSON, 'VERSION_CHECK': flags.VERSION_CHECK,
    'STATIC_PARSER': flags.STATIC_PARSER, 'INTROSPECT': flags.INTROSPECT, 'CACHE_SELECTED_ONLY': flags.CACHE_SELECTED_ONLY,
    'LOG_FORMAT': flags.LOG_FORMAT, 'NO_SUCH_FLAG': flags.NO_SUCH_FLAG, 'TARGET_PATH': flags.TARGET_PATH,
    'PROFILES_DIR': flags.PROFILES_DIR, 'LOG_PATH': flags.LOG_PATH
  } %}
  {% for name, value in seen.items() %}{% do print(name ~ '=' ~ value) %}{% endfor %}
  {% do print('INVOCATION_COMMAND=' ~ flags.INVOCATION_COMMAND.split(' ')[1:] | join(' ')) %}
{% endmacro %}

{% macro say(what, times=1) %}
  {% for n in range(times) %}{% do print(what) %}{% endfor %}
  {{ return(what) }}
{% endmacro %}

{% macro fail_badly() %}{% do run_query('select nope from nowhere') %}{% endmacro %}
{% macro raises() %}{% do exceptions.raise_compiler_error('no') %}{% endmacro %}
{% macro warns() %}{% do exceptions.warn('careful') %}{% endmacro %}
