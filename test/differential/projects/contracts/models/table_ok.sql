select cast(1 as integer) as id, cast('x' as varchar) as name, cast(1.5 as numeric(10,2)) as amount
