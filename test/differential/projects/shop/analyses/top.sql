select * from {{ ref('customers') }} order by paid_orders desc limit 3
