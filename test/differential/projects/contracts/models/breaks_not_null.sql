select cast(null as integer) as id, cast('x' as varchar) as name
