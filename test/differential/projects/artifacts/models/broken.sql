select no_such_column from {{ ref('a_view') }}
