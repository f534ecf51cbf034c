select id from {{ ref('people_view') }}
