select count(*) as n from {{ source('pg', 'customer') }} c join {{ source('my', 'nation') }} n on c_nationkey = n_nationkey
