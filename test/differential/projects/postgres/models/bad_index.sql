{{ config(materialized='table', indexes=[{'columns': ['no_such_column']}]) }}
select 1 as id
