import { expect, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';
import { shop } from './shop.js';

const relations = `select table_name, table_type from information_schema.tables where table_schema = 'public' and table_name <> 'customers' order by 1`;

test('a table is replaced whole: an empty result makes an empty table, dropped columns go', async () => {
  const first = `select o.order_id, c.name, o.note from {{ source('mysql_source', 'orders') }} o join {{ source('postgres_source', 'customers') }} c using (customer_id) where o.order_id <= 10`;
  const { postgres, project } = await shop({ 'models/m.sql': first });
  expect((await project.dvt('run')).code).toBe(0);
  expect(Number((await postgres.query('select count(*) from m'))[0]![0])).toBe(10);
  await project.write('models/m.sql', first.replace(', o.note', '').replace('<= 10', '< 0'));
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(Number((await postgres.query('select count(*) from m'))[0]![0])).toBe(0);
  const columns = await postgres.query(
    `select column_name from information_schema.columns where table_name = 'm' order by ordinal_position`,
  );
  expect(columns.flat()).toEqual(['order_id', 'name']);
});

test('views and tables in place, ephemeral models inlined, a federated model over what the run built', async () => {
  const { postgres, mysql, project } = await shop({
    'models/cities.sql': `{{ config(materialized='view') }} select customer_id, coalesce(city, 'nowhere') as city from {{ source('postgres_source', 'customers') }}`,
    'models/big_orders.sql': `{{ config(materialized='ephemeral') }} select customer_id, amount from {{ source('mysql_source', 'orders') }} where amount >= 100`,
    'models/per_city.sql': `select city, sum(amount) as amount, count(*) as n from {{ ref('cities') }} join {{ ref('big_orders') }} using (customer_id) group by city`,
    'models/best.sql': `{{ config(materialized='table') }} select city from {{ ref('per_city') }} order by amount desc limit 1`,
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query(relations)).toEqual([
    ['best', 'BASE TABLE'],
    ['cities', 'VIEW'],
    ['per_city', 'BASE TABLE'],
  ]);
  const totals = await postgres.query('select sum(amount)::text, sum(n)::text from per_city');
  expect(totals).toEqual(
    await mysql.query('select cast(sum(amount) as char), cast(count(*) as char) from orders where amount >= 100'),
  );
  expect((await postgres.query('select count(*) from best')).flat().map(Number)).toEqual([1]);
});

test('models on different targets, ref across them', async () => {
  const { postgres, mysql, project } = await shop({
    'models/to_mysql.sql': `{{ config(target='mysql_legacy') }} select customer_id, name from {{ source('postgres_source', 'customers') }} where customer_id <= 20`,
    'models/back.sql': `select t.name, count(*) as n from {{ ref('to_mysql') }} t join {{ source('mysql_source', 'orders') }} o using (customer_id) group by 1`,
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect((await mysql.query('select count(*) from to_mysql')).flat().map(Number)).toEqual([20]);
  const expected = await mysql.query('select count(*) from orders where customer_id <= 20');
  expect((await postgres.query('select sum(n) from back')).flat().map(Number)).toEqual(expected.flat().map(Number));
});

test('a failed model skips its descendants, the others go on, and the exit code is 1', async () => {
  const { postgres, project } = await shop({
    'models/broken.sql': `select customer_id, no_such_column from {{ source('postgres_source', 'customers') }} join {{ source('mysql_source', 'orders') }} using (customer_id)`,
    'models/after_broken.sql': `select * from {{ ref('broken') }}`,
    'models/fine.sql': `select count(*) as n from {{ source('mysql_source', 'orders') }}`,
  });
  const run = await project.dvt('run');
  expect(run.code).toBe(1);
  expect(run.output).toMatch(/SKIP/);
  expect(run.output).toContain('PASS=1 WARN=0 ERROR=1 SKIP=1');
  expect(run.output).toContain('models/broken.sql:1:21');
  expect(run.output).toContain('no_such_column');
  expect((await postgres.query('select n from fine')).flat().map(Number)).toEqual([20000]);
});

test('a project in one database runs there, in its own dialect', async () => {
  const postgres = await freshPostgres();
  const project = await testProject({
    profile: 'pg',
    profiles: { pg: { target: 'dev', outputs: { dev: { type: 'postgres', ...postgres.profile } } } },
    files: {
      'models/a.sql': `select 1 as id, to_char(date '2026-01-02', 'FMDay') as day`,
      'models/b.sql': `select id from {{ ref('a') }}`,
    },
  });
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query('select day from a')).toEqual([['Friday']]);
  expect((await postgres.query(relations)).map((row) => row[1])).toEqual(['VIEW', 'VIEW']);
  await postgres.drop();
});
