{{ config(materialized='table') }}
with ephemeral as (select * from {{ ref('ephemeral_with_hooks') }}) select count(*) as number from ephemeral
