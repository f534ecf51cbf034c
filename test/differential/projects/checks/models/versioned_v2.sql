select id, name from {{ ref('people_view') }}
