{{ config(enabled=var('with_failing', false)) }}
select no_such_column from {{ ref('first') }}
