-- How many orders each customer placed: PostgreSQL joined with the order system, published in PostgreSQL.
select c.customer_id, c.name, count(o.order_id) as order_count
from {{ source('postgres_source', 'customers') }} c
left join {{ source('mysql_source', 'orders') }} o on c.customer_id = o.customer_id
group by c.customer_id, c.name
