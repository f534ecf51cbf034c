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
