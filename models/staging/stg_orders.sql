-- Ephemeral: inlined into each model that reads it.
select order_id, customer_id, product_id, quantity, ordered_on
from {{ source('mysql_source', 'orders') }}
where status = 'shipped'
