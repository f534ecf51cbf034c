select count(*) from {{ ref('a_table') }}
