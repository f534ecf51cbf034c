{{ config(materialized='table' if target.type == 'postgres' else 'view') }}
select p.id, p.name, c.city from {{ ref('eph') }} p left join {{ source('raw', 'cities') }} c on c.city_id = p.id
