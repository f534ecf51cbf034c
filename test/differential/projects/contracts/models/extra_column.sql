select cast(1 as integer) as id, cast('x' as varchar) as name, true as extra
