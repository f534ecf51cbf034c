select * from {{ source('turned', 'away') }}, {{ ref('switched_off') }}
