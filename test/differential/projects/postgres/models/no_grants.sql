{{ config(materialized='table', grants={'select': []}) }}
select 1 as id
