select id, {{ shout('name') }} as name, age, city_id, born_on, active from {{ ref('people') }}
