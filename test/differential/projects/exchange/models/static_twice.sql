{{ config(tags='first', materialized='view') }}{{ config(materialized='table', alias="again") }}
select * from {{ source('feed', 'letters') }} join {{ ref('plain') }} using (id)
