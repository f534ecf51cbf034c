{{ config(materialized='incremental', incremental_strategy='append') }}
select order_id, {{ dbt.current_timestamp() }} is not null as stamped from {{ ref('stg_orders') }}
{% if is_incremental() %} where order_id > (select max(order_id) from {{ this }}) {% endif %}
