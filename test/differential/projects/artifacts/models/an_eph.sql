{{ config(materialized='ephemeral') }} select id from {{ ref('a_view') }}
