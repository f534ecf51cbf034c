{{ config(tags='v2', meta={'v': 'x'}) }} select 2 as id, 'a' as name
