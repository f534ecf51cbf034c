select id, letter, 3 as v from {{ ref('plain') }}
