{{ config(materialized='table', sql_header="set local statement_timeout = '70s';") }}
select current_setting('statement_timeout') as timeout
