{{ config(materialized='table', pre_hook="create table if not exists {{ this.schema }}.helper as select 5 as five") }}
-- depends_on: {{ ref('given') }}
select five from {{ this.schema }}.helper
