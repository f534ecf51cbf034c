{{ config(materialized='table', post_hook=["{{ note('rows', rows_of(this)) }}"]) }}
select * from {{ ref('given') }}
