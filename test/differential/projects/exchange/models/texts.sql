select 1 as c0
