{{ config(enabled=target.type == 'postgres') }}
-- depends_on: {{ ref('table_ok') }}
select cast(1 as integer) as id, cast(1 as integer) as parent_id
