select cast(1 as integer) as id, cast('x' as varchar) as name union all select 1, 'y'
