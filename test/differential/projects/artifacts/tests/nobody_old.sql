select * from {{ ref('a_table') }} where age > 50
