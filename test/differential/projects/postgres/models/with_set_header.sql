{{ config(materialized='table') }}
{% call set_sql_header(config) %}
set local lock_timeout = '71s';
{%- endcall %}
select current_setting('lock_timeout') as timeout
