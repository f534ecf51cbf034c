{{ config(materialized='table', post_hook="{{ note('first', 'x') }}; {{ note('second', 'y') }};") }}
select 1 as id
