{{ config(event_time='stamp') }} select id, name, age, city_id, stamp from {{ ref('people') }}
