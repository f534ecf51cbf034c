select n from {{ ref('secret') }}
