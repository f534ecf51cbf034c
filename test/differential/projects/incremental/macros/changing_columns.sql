{% macro changing_columns() %}
  select id, amount
    {%- if var('round') != 2 %}, part{% endif %}
    {%- if var('round') > 1 %}, cast(happened as date) as day{% endif %}
    {%- if var('round') > 2 %}, cast(amount as bigint) * 10000000000 as big{% endif %}
  from {{ ref('incoming') }}
{% endmacro %}
