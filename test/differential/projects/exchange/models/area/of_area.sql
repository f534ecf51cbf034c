{{ config(grants={'select': ['public']}) }}
select * from {{ ref('hidden') }}
