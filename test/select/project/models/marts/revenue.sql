{{ config(materialized='incremental', unique_key='id', meta={'sla': none, 'hours': [1, 2], 'live': true}) }} select * from {{ ref('orders') }} union all select * from {{ ref('orders', v=1) }}
