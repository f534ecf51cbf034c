-- {{ ref('first_ephemeral') }}
select * from {{ ref('counted_model') }} -- a comment at the end
