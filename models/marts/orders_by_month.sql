-- Published somewhere else: a DuckDB file.
{{ config(target='warehouse') }}
select date_trunc('month', ordered_on)::date as month, count(*) as orders, sum(quantity) as items
from {{ ref('stg_orders') }}
group by 1
