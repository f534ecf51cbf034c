/** A project with one of everything that an artifact tells of. */
export const EVERYTHING = {
  'dvt_project.yml': `name: shop
profile: shop
seeds: {+column_types: {id: bigint}}
on-run-end: ["select 1"]
`,
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
  'seeds/countries.csv': 'id,name\n1,Chad\n',
  'models/docs.md': '{% docs about %}What it is *about*.{% enddocs %}\n',
  'models/base.sql': "{{ config(tags=['a'], meta={'owner': 'me'}, pre_hook='select 1') }}\nselect 1 as id, 'x' as name",
  'models/orders.sql':
    "{{ config(materialized='table') }}\nselect b.id, c.name from {{ ref('base') }} b join {{ ref('countries') }} c using (id)",
  'models/schema.yml': `version: 2
groups:
  - {name: finance, owner: {email: f@example.com}}
models:
  - name: orders
    description: "{{ doc('about') }}"
    config: {group: finance}
    columns:
      - name: id
        data_type: bigint
        constraints: [{type: not_null}]
        tests: [unique, {not_null: {config: {severity: warn}}}]
sources:
  - name: raw
    schema: main
    freshness: {warn_after: {count: 1, period: day}}
    loaded_at_field: at
    tables: [{name: events, columns: [{name: at}]}]
exposures:
  - name: weekly
    type: dashboard
    maturity: high
    owner: {name: Ada, email: ada@example.com}
    depends_on: [ref('orders')]
unit_tests:
  - name: joins
    model: orders
    given:
      - {input: ref('base'), rows: [{id: 1}]}
      - {input: ref('countries'), rows: [{id: 1, name: Chad}]}
    expect: {rows: [{id: 1, name: Chad}]}
`,
  'tests/no_orders_without_name.sql': "select * from {{ ref('orders') }} where name is null",
  'analyses/look.sql': "select count(*) from {{ ref('orders') }}",
  'snapshots/history.sql': `{% snapshot history %}
{{ config(unique_key='id', strategy='check', check_cols='all') }}
select * from {{ ref('base') }}
{% endsnapshot %}`,
  'selectors.yml': 'selectors:\n  - {name: tagged, definition: "tag:a"}\n',
};
