select cast(1 as bigint) as id, cast('x' as varchar) as name
