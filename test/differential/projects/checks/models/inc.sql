{{ config(materialized='incremental', unique_key='id') }}
select id, name, age from {{ ref('people_view') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}){% endif %}
