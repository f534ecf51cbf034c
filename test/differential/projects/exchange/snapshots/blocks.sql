{# before #}

{% snapshot of_block %}

  {{ config(target_schema=target.schema, unique_key='id', strategy='timestamp', updated_at='at', hard_deletes='ignore') }}
  select * from {{ ref('letters') }}

{% endsnapshot %}{% snapshot second %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select 1 as id{% endsnapshot %}
