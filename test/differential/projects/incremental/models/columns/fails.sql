{{ config(on_schema_change='fail', unique_key='id', incremental_strategy='delete+insert') }}
{{ changing_columns() }}
