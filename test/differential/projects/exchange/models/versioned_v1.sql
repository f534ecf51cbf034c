{{ config(tags='v1', meta={'v': 'x'}) }} select 1 as id, 'a' as name
