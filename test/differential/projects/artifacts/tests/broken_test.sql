select nope from {{ ref('a_table') }}
