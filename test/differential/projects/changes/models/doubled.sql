select id, {{ indirectly('id') }} as twice from {{ ref('plain') }}
