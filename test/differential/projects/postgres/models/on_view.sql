{{ config(materialized='view', grants={'+select': ['writer_of_tests']}) }}
select * from {{ ref('indexed') }}
