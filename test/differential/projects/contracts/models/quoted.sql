select cast(1 as integer) as "Odd Id", cast(1 as integer) as "select"
