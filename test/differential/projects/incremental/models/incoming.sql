{{ config(materialized='table') }}
{# What arrives in each round: rows that are new, that changed, and that are there twice. #}
{% set rounds = {
  1: [[1, 'a', 10, '2024-01-01'], [2, 'a', 20, '2024-01-02'], [3, 'b', 30, '2024-01-03'], ['null', 'b', 40, '2024-01-03']],
  2: [[2, 'a', 21, '2024-01-04'], [3, 'c', 31, '2024-01-04'], [4, 'c', 41, '2024-01-05'], ['null', 'd', 42, '2024-01-05']],
  3: [[1, 'a', 11, '2024-01-06'], [5, 'e', 51, '2024-01-06']],
  4: []
} %}
select id, part, amount, happened from (
  select cast(null as integer) as id, cast(null as varchar(20)) as part, cast(null as integer) as amount, cast(null as timestamp) as happened
  {% for id, part, amount, happened in rounds[var('round')] %}
  union all select {{ id }}, '{{ part }}', {{ amount }}, timestamp '{{ happened }} 12:00:00'
  {% endfor %}
) as everything
where happened is not null
