{{ config(tags=['orders']) }}
select id as order_id, customer_id, amount, status, ordered_at
from {{ ref('raw_orders') }}
where amount >= 0 {# all of them #}
