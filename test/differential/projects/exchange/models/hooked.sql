{{ config(materialized='table', pre_hook="select 1", post_hook=["select {{ doubled('2') }}", {'sql': 'select 3', 'transaction': False}]) }}
select id, {{ doubled('id') }} as twice from {{ ref('plain') }}
