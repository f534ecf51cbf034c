{{ config(severity='error', error_if='>10', warn_if='>=1', store_failures_as='table' if target.type == 'postgres' else 'view', alias='configured_rows') }}
select id from {{ source('raw', 'people') }} where id in (select city_id from {{ ref('cities') }})
