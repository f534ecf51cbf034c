{{ config(incremental_strategy='append') }}
select * from {{ ref('incoming') }}
{% if is_incremental() %} where happened > (select max(happened) from {{ this }}) {% endif %}
