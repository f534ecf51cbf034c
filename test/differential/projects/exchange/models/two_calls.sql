{% if var('size') == 'small' %}{{ config(tags='first', meta={'a': 1}) }}{% else %}{{ config(tags='never') }}{% endif %}
{{ config(tags='second', meta={'b': 2}, materialized='view') }}
select 1 as id
