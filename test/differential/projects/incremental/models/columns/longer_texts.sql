{{ config(incremental_strategy='append') }}
select id, cast(part as varchar({{ 2 if var('round') == 1 else 9 }})) as text from {{ ref('incoming') }}
