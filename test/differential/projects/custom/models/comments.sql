-- {{ ref('first_ephemeral') }}
select * from {{ ref('counted_model') }}
