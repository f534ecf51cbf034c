{{ config(materialized='incremental', unique_key='id') }} select id, name, stamp from {{ ref('a_view') }} {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
