{{ config(alias='Select "it"', materialized='incremental', unique_key='"Id"', incremental_strategy='delete+insert', enabled=false) }}
select * from {{ ref('spaced') }}
