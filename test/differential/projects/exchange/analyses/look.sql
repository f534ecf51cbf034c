{{ config(tags=['of_file']) }} select count(*) from {{ ref('plain') }}
