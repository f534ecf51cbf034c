select o.* from {{ ref('stg_orders') }} o join {{ ref('customers') }} c using (id)
