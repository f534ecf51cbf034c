select * from {{ ref('not_there') }}, {{ ref('batches') }}
