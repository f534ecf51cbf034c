{{ config(materialized='view') }}
{% if execute %}{% do show_flags() %}{% endif %}
select 1 as id
