select * from {{ ref('people_view') }} where age > 50
