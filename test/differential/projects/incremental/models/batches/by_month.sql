{{ config(incremental_strategy='microbatch', event_time='happened', begin='2024-01-01', batch_size='month', lookback=2, concurrent_batches=false, unique_key=('id' if target.type == 'postgres' else none)) }}
select id, amount, happened from {{ ref('events').render() }}
where amount < 1004
