{{ config(post_hook="insert into {{ target.schema }}.audit_runs values ('{{ this.identifier }}')") }}
{%- set statuses = ['paid', 'open', 'returned'] %}
select c.customer_id, c.name,
  {%- for status in statuses %}
  count(case when o.status = '{{ status }}' then 1 end) as {{ status }}_orders{{ "," if not loop.last }}
  {%- endfor %}
from {{ ref('stg_customers') }} c
left join {{ ref('stg_orders') }} o on o.customer_id = c.customer_id
group by c.customer_id, c.name
