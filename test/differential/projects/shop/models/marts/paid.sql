select customer_id, count(*) as orders, sum(amount) as total
from {{ ref('eph_paid') }}
where amount > {{ var('min_amount') }}
group by customer_id
