{% snapshot in_a_block %}
  {{ config(target_schema=target.schema ~ '_blocks', strategy='timestamp', unique_key='id', updated_at='changed_at') }}
  select id, upper(name) as name, changed_at from {{ ref('people') }}
{% endsnapshot %}
{% snapshot second_in_a_block %}
  {{ config(strategy='check', unique_key='id', check_cols=['name'], post_hook="insert into {{ target.schema }}.log values ('{{ this.identifier }}')") }}
  select * from {{ ref('people') }} where id < 4
{% endsnapshot %}
