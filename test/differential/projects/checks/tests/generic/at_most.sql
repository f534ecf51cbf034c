{% test at_most(model, column_name, most, unless=none) %}
{{ config(severity='warn', tags=['bounded']) }}
select * from {{ model }} where {{ column_name }} > {{ most }}{% if unless %} and not ({{ unless }}){% endif %}
{% endtest %}

{% test has_rows(model, least=1) %}
{{ config(fail_calc='coalesce(sum(missing), 0)') }}
select {{ least }} - count(*) as missing from {{ model }} having count(*) < {{ least }}
{% endtest %}

{% test mentions(model, compared, words) %}
select 1 from {{ model }} where (select count(*) from {{ compared }}) < {{ words | length }}
{% endtest %}
