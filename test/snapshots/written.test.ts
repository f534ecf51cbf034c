import { expect, test } from 'vitest';
import { shop } from '../run/shop.js';
import { snapshotsSection } from './ledger.js';

test('a run that builds a table and reads it on one target sees it as built, and does not hang', async () => {
  const { postgres, project } = await shop({
    'models/built.sql': `select order_id, amount from {{ source('mysql_source', 'orders') }} where order_id <= {{ var('most') }}`,
    // Federated, since it reads MariaDB too; `customers` is read at the snapshot, `built` after it was published.
    'models/reader.sql': `select count(*) as n, (select count(*) from {{ source('postgres_source', 'customers') }}) as customers
from {{ ref('built') }} join {{ source('mysql_source', 'orders') }} using (order_id)`,
    'models/rebuilt.sql': `{{ config(materialized='table') }} select n + 1 as n from {{ ref('reader') }}`,
  });
  for (const most of [70, 7]) {
    const run = await project.dvt('run', '--threads', '4', '--vars', `{most: ${most}}`);
    expect(run.code, run.output).toBe(0);
    expect(
      await postgres.query('select n, customers from reader union all select n, null from rebuilt order by 2'),
    ).toEqual([
      [String(most), '1000'],
      [String(most + 1), null],
    ]);
  }
});

test('a snapshot that is lost in the middle of a run ends what would not fit to what was read', async () => {
  const { postgres, project } = await shop({
    'models/early.sql': `select count(*) as n from {{ source('postgres_source', 'customers') }} where md5(name) > '' {# needs every row #}`,
    // In place on the target: waits until the test has ended the session that holds the snapshot.
    'models/slow.sql': `{{ config(materialized='table') }} select n, pg_advisory_xact_lock(1)::text as waited from {{ ref('early') }}`,
    'models/late.sql': `-- depends_on: {{ ref('slow') }}
select max(c.city) as city from {{ source('postgres_source', 'customers') }} c join {{ source('mysql_source', 'orders') }} using (customer_id)`,
    'models/apart.sql': `-- depends_on: {{ ref('slow') }}
select max(order_id) as n from {{ source('mysql_source', 'orders') }}`,
    'models/force.yml': `models: [{name: early, config: {compute: duckdb}}]`,
  });
  await postgres.query('select pg_advisory_lock(1)');
  const running = project.start('run', '--threads', '2');
  const exists = async () => (await postgres.query(`select to_regclass('early')::text`))[0]![0];
  await expect.poll(exists).toBe('early');
  const held = `from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  expect(await postgres.query(`select count(*) ${held}`)).toEqual([['1']]);
  // It has read nothing and locks nothing.
  const locks = `select count(*) from pg_locks where pid in (select pid ${held}) and locktype = 'relation'`;
  expect(await postgres.query(locks)).toEqual([['0']]);
  await postgres.query(`select pg_terminate_backend(pid) ${held}`);
  await postgres.query('select pg_advisory_unlock(1)');
  const run = await running.finished;
  expect(run.code).toBe(1);
  expect(run.output).toContain('DVT5112');
  expect(run.output).toMatch(/snapshot of postgres_prod was lost/);
  expect(run.output).toContain('PASS=3 WARN=0 ERROR=1');
  expect(await postgres.query('select n::text from apart')).toEqual([['20000']]);
});

test('a snapshot that is lost before anything of it was used is taken anew', async () => {
  const { postgres, project } = await shop({
    'models/early.sql': `select max(order_id) as n from {{ source('mysql_source', 'orders') }}`,
    'models/slow.sql': `{{ config(materialized='table') }} select n, pg_advisory_xact_lock(1)::text as waited from {{ ref('early') }}`,
    'models/late.sql': `-- depends_on: {{ ref('slow') }}
select count(*) as n from {{ source('postgres_source', 'customers') }} join {{ source('mysql_source', 'orders') }} using (customer_id)`,
  });
  await postgres.query('select pg_advisory_lock(1)');
  const running = project.start('run', '--threads', '2');
  const exists = async () => (await postgres.query(`select to_regclass('early')::text`))[0]![0];
  await expect.poll(exists).toBe('early');
  const held = `from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  expect((await postgres.query(`select pg_terminate_backend(pid) ${held}`)).length).toBe(1);
  await postgres.query('select pg_advisory_unlock(1)');
  const run = await running.finished;
  expect(run.code, run.output).toBe(0);
  expect(await postgres.query('select n::text from late')).toEqual([['20000']]);
  const { snapshots } = await snapshotsSection(project);
  expect(snapshots.filter(({ connection }) => connection === 'postgres_prod')).toHaveLength(2);
});
