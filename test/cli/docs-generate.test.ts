import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { dvt } from './dvt.js';

const FILES = {
  'dvt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
  'models/orders.sql':
    "{{ config(materialized='table') }}\nselect 1::bigint as id, 'x' as \"The Name\", 1.5::decimal(5,2) as price",
  'models/never_built.sql': 'select 1 as one',
  'models/sources.yml': 'sources: [{name: own, schema: main, tables: [{name: orders}, {name: gone}]}]\n',
};

test('docs generate tells what the database holds, and leaves out what is not there', async () => {
  const cwd = await folderWith(FILES);
  expect(await dvt(['run', '--select', 'orders'], { cwd })).toMatchObject({ code: 0 });
  expect(await dvt(['docs', 'generate'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  const read = async (name: string) => JSON.parse(await readFile(join(cwd, 'target', name), 'utf8'));
  const catalog = await read('catalog.json');
  expect(catalog.metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/catalog/v1.json');
  expect(Object.keys(catalog.nodes)).toEqual(['model.shop.orders']);
  expect(Object.keys(catalog.sources)).toEqual(['source.shop.own.orders']);
  expect(catalog.errors).toBeNull();
  const { metadata, columns } = catalog.nodes['model.shop.orders'];
  expect(metadata).toMatchObject({ type: 'BASE TABLE', schema: 'main', name: 'orders' });
  expect(Object.values(columns)).toEqual([
    { type: 'BIGINT', index: 1, name: 'id', comment: null },
    { type: 'VARCHAR', index: 2, name: 'The Name', comment: null },
    { type: 'DECIMAL(5,2)', index: 3, name: 'price', comment: null },
  ]);
  const manifest = await read('manifest.json');
  expect(manifest.nodes['model.shop.never_built']).toMatchObject({
    compiled: true,
    compiled_code: 'select 1 as one',
    compiled_path: join('target', 'compiled', 'shop', 'models', 'never_built.sql'),
  });
});

test('each of two snapshots in a file has its SQL in a file of its own', async () => {
  const block = (name: string) =>
    `{% snapshot ${name} %}{{ config(strategy='check', unique_key='one', check_cols='all') }}select '${name}' as one{% endsnapshot %}\n`;
  const cwd = await folderWith({ ...FILES, 'snapshots/both.sql': block('first') + block('second') });
  expect(await dvt(['compile'], { cwd })).toMatchObject({ code: 0 });
  const { nodes } = JSON.parse(await readFile(join(cwd, 'target/manifest.json'), 'utf8'));
  for (const name of ['first', 'second']) {
    // As dbt-core 1.12.6 has it.
    const path = join('target', 'compiled', 'shop', 'snapshots', 'both.sql', `${name}.sql`);
    expect(nodes[`snapshot.shop.${name}`].compiled_path).toBe(path);
    expect((await readFile(join(cwd, path), 'utf8')).trim()).toBe(`select '${name}' as one`);
  }
});

test('--empty-catalog asks no database, --no-compile leaves the SQL away', async () => {
  const cwd = await folderWith(FILES);
  expect(await dvt(['docs', 'generate', '--empty-catalog', '--no-compile'], { cwd })).toMatchObject({ code: 0 });
  const read = async (name: string) => JSON.parse(await readFile(join(cwd, 'target', name), 'utf8'));
  expect((await read('catalog.json')).nodes).toEqual({});
  expect((await read('manifest.json')).nodes['model.shop.orders'].compiled_code).toBeUndefined();
});

test.each(['compile', 'docs generate'])('%s compiles tests, analyses and snapshots too', async (command) => {
  const cwd = await folderWith({
    ...FILES,
    'models/schema.yml': 'models: [{name: orders, columns: [{name: id, data_tests: [not_null]}]}]\n',
    'tests/cheap.sql': "select * from {{ ref('orders') }} where price < 1",
    'analyses/look.sql': "select count(*) from {{ ref('orders') }}",
    'snapshots/kept.sql':
      "{% snapshot kept %}{{ config(unique_key='id', strategy='check', check_cols='all') }}select id from {{ ref('orders') }}{% endsnapshot %}",
  });
  expect((await dvt(['run', '--select', 'orders'], { cwd })).code).toBe(0);
  expect((await dvt(command.split(' '), { cwd })).code).toBe(0);
  const text = async (path: string) => (await readFile(join(cwd, 'target', path), 'utf8')).replace(/\s+/g, ' ').trim();
  const { nodes } = JSON.parse(await text('manifest.json'));
  const compiled = Object.entries<{ compiled_code?: string }>(nodes).map(([id, node]) => [
    id.split('.').slice(0, 3).join('.'),
    node.compiled_code?.replace(/\s+/g, ' ').trim(),
  ]);
  // As dbt 1.12 with dbt-duckdb writes them.
  expect(Object.fromEntries(compiled)).toMatchObject({
    'test.shop.not_null_orders_id': 'select id from "shop"."main"."orders" where id is null',
    'test.shop.cheap': 'select * from "shop"."main"."orders" where price < 1',
    'analysis.shop.look': 'select count(*) from "shop"."main"."orders"',
    'snapshot.shop.kept': 'select id from "shop"."main"."orders"',
  });
  expect(await text('compiled/shop/models/schema.yml/not_null_orders_id.sql')).toBe(
    'select id from "shop"."main"."orders" where id is null',
  );
  expect(await text('compiled/shop/tests/cheap.sql')).toBe('select * from "shop"."main"."orders" where price < 1');
});
