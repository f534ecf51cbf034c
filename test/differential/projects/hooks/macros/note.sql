{% macro note(moment, what) %}
  insert into {{ target.schema }}.log values ('{{ moment }}', '{{ what }}')
{% endmacro %}
{% macro note_results(results) %}
  {% set seen = [] %}
  {% for result in results %}{% do seen.append(result.node.name ~ '=' ~ result.status) %}{% endfor %}
  {% if seen %}{{ note('results', seen | sort | join(',')) }}{% endif %}
{% endmacro %}
{% macro rows_of(relation) %}
  {% if execute %}{{ return(run_query('select count(*) from ' ~ relation).columns[0].values()[0]) }}{% endif %}
{% endmacro %}
