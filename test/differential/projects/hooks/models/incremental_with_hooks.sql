{{ config(materialized='incremental', pre_hook="{{ note('incremental', is_incremental()) }}") }}
select * from {{ ref('given') }} {% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
