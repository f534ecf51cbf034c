select id, amount from {{ ref('incoming') }}
