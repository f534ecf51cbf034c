-- Three systems in one query: orders, the price list's file, and the customers' countries.
select
    p.category,
    c.country,
    count(*) as order_lines,
    sum(o.quantity * cast(p.price as decimal(10, 2))) as revenue
from {{ ref('stg_orders') }} o
join {{ source('product_files', 'products') }} p on p.product_id = o.product_id
join {{ source('postgres_source', 'customers') }} c on c.customer_id = o.customer_id
where o.ordered_on >= date '{{ var("revenue_since", "2026-01-01") }}'
group by p.category, c.country
