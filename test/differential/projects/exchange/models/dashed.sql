{{- config(materialized='table', enabled=true, limit=3) -}}
select 1 as id
