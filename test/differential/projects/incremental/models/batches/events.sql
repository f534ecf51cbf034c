{{ config(materialized='table', event_time='happened') }}
select id, {{ 'amount' if var('round') == 1 else 'amount + 1000' }} as amount, happened from (
  select 1 as id, 1 as amount, timestamp '2024-01-01 00:00:00' as happened
  union all select 2, 2, timestamp '2024-01-01 23:59:59'
  union all select 3, 3, timestamp '2024-01-02 00:00:00'
  union all select 4, 4, timestamp '2024-01-03 10:00:00'
  union all select 5, 5, timestamp '2024-01-04 10:00:00'
) as events
