{{ config(incremental_strategy='microbatch', event_time='happened', begin='2024-01-01', batch_size='day', unique_key=('id' if target.type == 'postgres' else none)) }}
select id, amount, happened, cast('{{ model.batch.event_time_start.strftime("%Y-%m-%d") if execute and model.batch else "" }}' as varchar(20)) as batch
from {{ ref('events') }}
