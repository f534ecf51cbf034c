import { expect, onTestFinished, test } from 'vitest';
import { freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';

/** What a statement at a moment of the publishing finds: the index, the right that is granted, the comment. */
const NOTE = (moment: string) =>
  `insert into moments select '${moment}', '{{ this.identifier }}',
    (select count(*) from pg_indexes where schemaname = '{{ this.schema }}' and tablename = '{{ this.identifier }}'),
    (select has_table_privilege('pg_read_all_settings', '{{ this }}'::regclass, 'select')),
    obj_description('{{ this }}'::regclass) is not null, pg_current_xact_id()`;

const TRANSACTION = (moment: string) =>
  `insert into moments (moment, node, tx) select '${moment}', '{{ this.identifier }}', pg_current_xact_id()`;

test('hooks, indexes, grants and comments come in the order of dbt', async () => {
  const database = await freshPostgres();
  onTestFinished(() => database.drop());
  await database.query(
    'create table moments (moment text, node text, indexes bigint, granted boolean, described boolean, tx xid8)',
  );
  const hooks = {
    'pre-hook': [
      { sql: TRANSACTION('first'), transaction: false },
      { sql: TRANSACTION('begun'), transaction: true },
    ],
    'post-hook': [
      { sql: NOTE('within'), transaction: true },
      { sql: NOTE('after'), transaction: false },
    ],
  };
  const config = (more: Record<string, unknown>) =>
    JSON.stringify({
      ...hooks,
      grants: { select: ['pg_read_all_settings'] },
      persist_docs: { relation: true },
      ...more,
    });
  const project = await testProject({
    profile: 'pg',
    profiles: { pg: { adapter: 'postgres', ...database.profile } },
    files: {
      'models/a_table.sql': 'select 1 as id',
      'models/a_view.sql': 'select 1 as id',
      'models/s.yml': `models:
  - {name: a_table, description: Said., config: ${config({ materialized: 'table', indexes: [{ columns: ['id'] }] })}}
  - {name: a_view, description: Said., config: ${config({ materialized: 'view' })}}
`,
    },
  });
  const { code, output } = await project.dvt('run');
  expect(code, output).toBe(0);
  // As dbt-core 1.12.6 with dbt-postgres gives them: tables run their inner post-hooks before grants and comments, views after.
  expect(
    await database.query(
      'select node, moment, indexes::int, granted, described from moments where indexes is not null order by node, moment desc',
    ),
  ).toEqual([
    ['a_table', 'within', '1', 'f', 'f'],
    ['a_table', 'after', '1', 't', 't'],
    ['a_view', 'within', '0', 't', 't'],
    ['a_view', 'after', '0', 't', 't'],
  ]);
  // The inner hooks share the transaction of the relation, the outer ones have none with it.
  const together = `select node, string_agg(moment, ' ' order by moment) from moments group by node, tx order by node, 2`;
  expect(await database.query(together)).toEqual(
    ['a_table', 'a_view'].flatMap((node) => ['after', 'begun within', 'first'].map((moments) => [node, moments])),
  );
});

test('a run holds a lease on its target, by which others know that its staging is in use', async () => {
  const database = await freshPostgres();
  onTestFinished(() => database.drop());
  await database.query('create table held (locks bigint)');
  const locks = `select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  const project = await testProject({
    profile: 'pg',
    profiles: { pg: { adapter: 'postgres', ...database.profile } },
    files: { 'models/m.sql': `{{ config(pre_hook="insert into held ${locks}") }}\nselect 1 as id` },
  });
  const { code, output } = await project.dvt('run');
  expect(code, output).toBe(0);
  expect(await database.query('select locks > 0 from held')).toEqual([['t']]);
  expect(await database.query(locks)).toEqual([['0']]);
});

test('what hooks name is built before their node, wherever they are written, as under dbt', async () => {
  const project = await testProject({
    profile: 'duck',
    profiles: { duck: { adapter: 'duckdb', path: 'shop.duckdb' } },
    files: {
      'dvt_project.yml': `name: shop
profile: duck
models: {shop: {sub: {+post-hook: "create or replace table from_project as select * from {{ ref('z_base') }}"}}}
seeds: {+post-hook: "create or replace table from_seed as select * from {{ source('raw', 'rows') }}"}
`,
      'macros/m.sql':
        "{% macro copied() %}create or replace table from_macro as select * from {{ ref('z_base') }}{% endmacro %}",
      'models/z_base.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/a_call.sql': `{{ config(pre_hook="create or replace table from_call as select * from {{ ref('z_base') }}") }} select 1 as id`,
      'models/a_macro.sql': "{{ config(pre_hook='{{ copied() }}') }} select 1 as id",
      'models/sub/a_folder.sql': 'select 1 as id',
      'models/a_yaml.sql': 'select 1 as id',
      'models/a_self.sql': `{{ config(materialized='table', post_hook="insert into {{ ref('a_self') }} select 2") }} select 1 as id`,
      'models/s.yml': `sources: [{name: raw, schema: main, tables: [{name: rows, identifier: given}]}]
models:
  - {name: a_yaml, config: {post_hook: ["create or replace table from_yaml as select * from {{ ref('z_base') }}"]}}
`,
      'seeds/given.csv': 'id\n1\n',
    },
  });
  const { code, output } = await project.dvt('build', '--threads', '1');
  expect(code, output).toBe(0);
  expect(output.indexOf('main.z_base')).toBeLessThan(output.indexOf('main.a_call'));
  const count = (table: string) => `(select count(*) from ${table}) as ${table}`;
  const tables = ['from_call', 'from_macro', 'from_project', 'from_yaml', 'from_seed', 'a_self'];
  const shown = await project.dvt('show', '--quiet', '--output', 'json', '--inline', `select ${tables.map(count)}`);
  expect(Object.values(JSON.parse(shown.stdout).show[0])).toEqual([1, 1, 1, 1, 1, 2]);
  const listed = await project.dvt('ls', '--quiet', '--output', 'json', '--output-keys', 'name depends_on', 'route');
  const nodes = listed.stdout.split('\n').filter((line) => line.includes('"a_'));
  expect(Object.fromEntries(nodes.map((line) => [JSON.parse(line).name, JSON.parse(line).depends_on?.nodes]))).toEqual({
    a_call: ['model.shop.z_base'],
    a_folder: ['model.shop.z_base'],
    a_macro: ['model.shop.z_base'],
    a_self: [],
    a_yaml: ['model.shop.z_base'],
  });
  const parents = await project.dvt('ls', '--quiet', '--select', '+a_folder');
  expect(parents.stdout).toBe('shop.sub.a_folder\nshop.z_base\n');

  await project.write('models/a_call.sql', `{{ config(pre_hook="select * from {{ ref('z_bas') }}") }} select 1 as id`);
  const missing = await project.dvt('parse');
  expect(missing.code).toBe(2);
  expect(missing.output).toMatch(/DVT2101 There is no model 'z_bas' to ref\.\n\s+models\/a_call\.sql:1:4/);
});
