{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}, indexes=[{'columns': ['id']}] if target.type == 'postgres' else []) }} select * from {{ ref('a_view') }}
