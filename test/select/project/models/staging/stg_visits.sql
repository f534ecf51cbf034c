{{ config(materialized='ephemeral') }} select * from {{ source('web', 'visits') }}
