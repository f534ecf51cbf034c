select id, letter from {{ ref('plain') }}
