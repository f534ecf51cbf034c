{{ config(tags=['quick']) }} select * from {{ source('raw', 'orders') }} where id is null
