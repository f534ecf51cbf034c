{{ config(materialized='materialized_view' if target.type == 'postgres' else 'table') }} select 1 as one, 'x'::varchar(3) as t, current_date as d, array[1,2] as l
