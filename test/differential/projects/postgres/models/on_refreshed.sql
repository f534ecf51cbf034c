{{ config(materialized='table') }}
select count(*) as number from {{ ref('refreshed') }}
