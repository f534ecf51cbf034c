import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dvt } from '../cli/dvt.js';
import { writeFiles } from '../packages/package-server.js';
import { type Consumers, consumers } from './consumers.js';

interface Manifest {
  readonly nodes: Readonly<Record<string, { readonly resource_type: string; readonly compiled?: boolean }>>;
  readonly [section: string]: unknown;
}

let readers: Consumers;
let manifest: Manifest;
let cwd: string;

/** A project with one of everything that an artifact tells of. */
const FILES = {
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

beforeAll(async () => {
  readers = await consumers();
  cwd = await mkdtemp(join(tmpdir(), 'dvt-consumers-'));
  await writeFiles(cwd, FILES);
  expect(await dvt(['parse'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  expect(await dvt(['seed'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['run'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['compile'], { cwd })).toMatchObject({ code: 0 });
  manifest = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8')) as Manifest;
}, 300_000);
afterAll(() => rm(cwd, { recursive: true, force: true }));

test("manifest.json is as dbt's published schema has it, and has one of everything", () => {
  expect(readers.manifestMistakes(manifest)).toEqual([]);
  const kinds = new Set(Object.values(manifest.nodes).map((node) => node.resource_type));
  expect([...kinds].sort()).toEqual(['analysis', 'model', 'operation', 'seed', 'snapshot', 'test']);
  for (const section of ['sources', 'exposures', 'unit_tests', 'groups', 'docs', 'macros', 'selectors']) {
    expect(Object.keys(manifest[section] as object), section).not.toEqual([]);
  }
});

test('the schema refuses what is not in it', () => {
  const broken = structuredClone(manifest) as { nodes: Record<string, Record<string, unknown>> };
  broken.nodes['model.shop.orders']!['invented'] = true;
  expect(readers.manifestMistakes(broken)).not.toEqual([]);
});

test('Lightdash accepts the compiled models', () => {
  const models = Object.values(manifest.nodes).filter((node) => node.resource_type === 'model');
  expect(models.every((model) => model.compiled === true)).toBe(true);
  for (const model of models) expect(readers.modelMistake(model)).toBeNull();
});
