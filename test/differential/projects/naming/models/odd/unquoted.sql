select * from {{ ref('keyword').include(database=false) }}
