-- Reads what this run built; everything is in PostgreSQL, so PostgreSQL computes it in its own dialect.
{{ config(materialized='view') }}
select customer_id, name, order_count
from {{ ref('customer_orders') }}
order by order_count desc, customer_id
limit 10
