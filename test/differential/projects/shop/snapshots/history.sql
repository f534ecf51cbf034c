{% snapshot customer_history %}
{{ config(target_schema=target.schema, unique_key='id', strategy='check', check_cols=['name', 'country']) }}
select id, name, country from {{ ref('raw_customers') }}
{% endsnapshot %}
