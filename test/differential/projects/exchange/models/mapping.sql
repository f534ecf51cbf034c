{{ config({'materialized': 'table', 'tags': 'mapped'}) }}
select 1 as id
