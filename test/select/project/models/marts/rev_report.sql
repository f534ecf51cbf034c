{{ config(group='finance') }} select * from {{ ref('revenue') }} join {{ ref('stg_visits') }} using (id)
