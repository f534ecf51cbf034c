select id, count(*) as n, sum(1.5) as s from {{ ref('an_eph') }} group by id
