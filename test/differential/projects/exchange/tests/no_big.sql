{{ config(severity='warn', tags=['slow', "fast"], enabled=var('size') == 'small') }}
select * from {{ ref('plain') }} where id > {{ 10 * 10 }}
