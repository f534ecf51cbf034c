{{ config(materialized='table') }}
select id, letter from {{ ref('plain') }}
