{{ config(materialized='view') }}
select id, happened, amount from {{ ref('first') }} where amount > 10
