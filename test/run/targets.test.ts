import { expect, test } from 'vitest';
import { shop } from './shop.js';

const FILES = {
  'models/cities.sql': `{{ config(materialized='ephemeral') }} select customer_id, coalesce(city, 'nowhere') as city from {{ source('postgres_source', 'customers') }}`,
  'models/spent.sql': `{{ config(target='mysql_legacy', materialized='table', persist_docs={'relation': true, 'columns': true},
    pre_hook="create table if not exists hook_log (what varchar(50))", post_hook="insert into hook_log values ('{{ this.identifier }} built')") }}
select c.city, sum(o.amount) as spent from {{ source('mysql_source', 'orders') }} o join {{ ref('cities') }} c using (customer_id) group by c.city`,
  'models/spent.yml': `models:\n  - name: spent\n    description: what a city's customers spent\n    columns: [{name: city, description: "where they live; 'nowhere' if unknown"}]\n`,
  'models/most.sql': `{{ config(target='mysql_legacy', materialized='view') }} select city from {{ ref('spent') }} where spent > 1000`,
  'models/report.sql': `{{ config(grants={'select': ['feder_reader']}, indexes=[{'columns': ['city'], 'unique': true}]) }}
select m.city, count(*) as customers from {{ ref('most') }} m join {{ ref('cities') }} c on c.city = m.city group by m.city`,
  'models/shown.sql': `{{ config(materialized='view') }} select city from {{ ref('report') }} where customers > 1`,
};

test('models on two targets in one graph: ephemeral ones across, views over federated tables, hooks, grants, comments', async () => {
  const { postgres, mysql, project } = await shop(FILES);
  await postgres.query('do $$ begin create role feder_reader; exception when duplicate_object then null; end $$');
  const run = await project.dvt('run');
  expect(run.code, run.output).toBe(0);
  const customers = await postgres.query("select customer_id, coalesce(city, 'nowhere') from customers");
  const cities = new Map(customers.map(([id, city]) => [String(id), String(city)]));
  const spent = new Map<string, number>();
  for (const [id, amount] of await mysql.query('select customer_id, sum(amount) from orders group by 1')) {
    const city = cities.get(String(id));
    if (city !== undefined) spent.set(city, (spent.get(city) ?? 0) + Number(amount));
  }
  const found = await mysql.query('select city, spent from spent');
  expect(new Map(found.map(([city, sum]) => [String(city), Number(sum)]))).toEqual(spent);
  const most = [...spent].filter(([, sum]) => sum > 1000).map(([city]) => city);
  expect((await postgres.query('select city from shown')).flat().toSorted()).toEqual(most.toSorted());
  expect(await mysql.query('select what from hook_log')).toEqual([['spent built']]);
  expect(
    await mysql.query(
      "select table_comment from information_schema.tables where table_name = 'spent' and table_schema = database()",
    ),
  ).toEqual([["what a city's customers spent"]]);
  expect(
    await mysql.query(
      "select column_comment from information_schema.columns where table_name = 'spent' and column_name = 'city' and table_schema = database()",
    ),
  ).toEqual([["where they live; 'nowhere' if unknown"]]);
  const granted = await postgres.query(
    "select privilege_type from information_schema.role_table_grants where table_name = 'report' and grantee = 'feder_reader'",
  );
  expect(granted).toEqual([['SELECT']]);
  expect(
    (await postgres.query("select count(*)::int from pg_indexes where tablename = 'report'")).flat().map(Number),
  ).toEqual([1]);

  // What one target refuses leaves the other's work; a retry does what is missing, and no more.
  await postgres.query('drop table report cascade');
  await postgres.query(
    "create function refuse() returns event_trigger language plpgsql as $$ begin raise 'not now'; end $$",
  );
  await postgres.query(
    "create event trigger refusing on ddl_command_end when tag in ('CREATE TABLE') execute function refuse()",
  );
  const refused = await project.dvt('run');
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('not now');
  await postgres.query('drop event trigger refusing');
  const again = await project.dvt('retry');
  expect(again.code, again.output).toBe(0);
  expect(again.output).toContain('Done. PASS=2 WARN=0 ERROR=0 SKIP=0 TOTAL=2');
  expect(await mysql.query('select count(*) from hook_log')).toHaveLength(1);
  expect((await postgres.query('select city from shown')).flat().toSorted()).toEqual(most.toSorted());
});

test('another state is deferred to on each target, and cloned on each', async () => {
  const { postgres, mysql, project } = await shop({
    ...FILES,
    'models/report.sql': FILES['models/report.sql'].replace("grants={'select': ['feder_reader']}, ", ''),
  });
  expect((await project.dvt('run', '--target-path', 'prod')).code).toBe(0);
  const schemas = `
{% macro generate_schema_name(name, node) %}{{ 'dev_' ~ target.schema if var('dev', false) else target.schema }}{% endmacro %}`;
  await project.write('macros/names.sql', schemas);
  const dev = ['--vars', '{dev: true}', '--state', 'prod'];
  const built = await project.dvt('run', '--select', 'report', '--defer', ...dev);
  expect(built.code, built.output).toBe(0);
  expect(await postgres.query('select count(*)::int from dev_public.report')).toEqual(
    await postgres.query('select count(*)::int from report'),
  );
  const cloned = await project.dvt('clone', '--select', 'spent', 'shown', ...dev);
  expect(cloned.code, cloned.output).toBe(0);
  expect((await postgres.query('select count(*) from dev_public.shown')).flat()).toEqual(
    (await postgres.query('select count(*) from shown')).flat(),
  );
  const [[schema] = []] = await mysql.query(
    "select table_schema from information_schema.views where table_name = 'spent'",
  );
  expect(schema).toMatch(/^dev_/);
  expect(await mysql.query(`select count(*) from ${schema}.spent`)).toEqual(
    await mysql.query('select count(*) from spent'),
  );
  await mysql.query(`drop database ${schema}`);
});

test('dvt show reads its relations at one state of each source', async () => {
  const { project } = await shop(FILES);
  const shown = await project.dvt('show', '--select', 'spent', '--limit', '1');
  expect(shown.code, shown.output).toBe(0);
  const log = await project.read('logs/dvt.log');
  expect(log).toContain('snapshot of mysql_legacy for this run');
  expect(log).toContain('snapshot of postgres_prod for this run: exported snapshot');
});
