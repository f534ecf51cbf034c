{{ config(materialized=var('kind')) }}
select id, name, {{ is_incremental() }} as incremental from {{ ref('base') }}
