{% macro clean(column) -%}trim({{ column }}){%- endmacro %}
{% macro say(what, times=1) %}{% for i in range(times) %}{% do log(what ~ ' ' ~ i, info=true) %}{% endfor %}{% do run_query("insert into " ~ target.schema ~ ".audit_runs values ('" ~ what ~ "')") %}{% endmacro %}
