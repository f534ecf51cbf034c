{{ config(alias='odd.view', materialized='view') }}
select * from {{ ref('spaced') }}
