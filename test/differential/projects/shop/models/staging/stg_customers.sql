select id as customer_id, {{ clean('name') }} as name, country, joined, vip, score
from {{ ref('raw_customers') }}
