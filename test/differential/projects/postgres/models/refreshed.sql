{{ config(materialized='materialized_view', indexes=[{'columns': ['id'], 'unique': true}] + ([{'columns': ['name']}] if var('more', false) else []), on_configuration_change=var('change', 'apply')) }}
select id, name from {{ ref('indexed_incremental') }}
