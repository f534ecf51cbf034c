{{ config(on_schema_change='append_new_columns', unique_key='id', incremental_strategy='delete+insert') }}
{{ changing_columns() }}
