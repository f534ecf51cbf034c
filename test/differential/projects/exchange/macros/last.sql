{% macro last_in_its_file() %}{% endmacro %}
