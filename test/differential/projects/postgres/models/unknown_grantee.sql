{{ config(materialized='table', grants={'select': ['nobody_of_this_name']}) }}
select 1 as id
