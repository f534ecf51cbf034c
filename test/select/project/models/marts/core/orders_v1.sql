select o.* from {{ ref('stg_orders') }} o join {{ ref('customers') }} c using (id) join {{ ref('days') }} d on true
