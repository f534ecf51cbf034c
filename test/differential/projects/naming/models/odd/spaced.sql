{{ config(alias='Odd Table') }}
select "Id", "Odd Name", "select", "UPPER" from {{ ref('Given') }}
