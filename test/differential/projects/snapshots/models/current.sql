select id, name from {{ ref('until_forever') }} where dbt_valid_to > timestamp '3000-01-01'
