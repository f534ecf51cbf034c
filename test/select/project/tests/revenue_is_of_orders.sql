select * from {{ ref('revenue') }} r join {{ ref('stg_orders') }} o using (id) where r.id < 0
