{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='hour', begin='2024-01-01 10:00:00+02:00') }}
select 1 as id, current_timestamp as at
