{{ config(materialized='table') }}
select id, name, age, '{{ var("flavour") }}' as flavour, '{{ env_var("CHECKS_PLACE", "home") }}' as place
from {{ ref('people_view') }} where age >= {{ threshold() }}
