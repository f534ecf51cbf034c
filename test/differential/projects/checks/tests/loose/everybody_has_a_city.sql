select id, name from {{ ref('people_view') }} where city_id is null
