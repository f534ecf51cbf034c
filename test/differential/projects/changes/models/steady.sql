select id from {{ ref('described') }}
