import { afterAll, beforeAll, expect, test } from 'vitest';
import { testProject } from '../../run/project.js';
import { repeatable, sample } from '../random.js';
import { fullName, type Query, query } from './query.js';
import { inCopy, MY, openSources, PG, type Sources, told } from './sources.js';

const MODELS = 70;

let sources: Sources;
beforeAll(async () => {
  sources = await openSources();
});
afterAll(() => sources?.close());

/** The query as a model: its constants may look like Jinja. */
function modelOf({ sql }: Query): string {
  const named = [PG, MY].reduce(
    (text, table) =>
      text.replaceAll(fullName(table), `{% endraw %}{{ source('${table.connection}', '${table.name}') }}{% raw %}`),
    sql,
  );
  return `{{ config(materialized='table', compute='duckdb') }} {% raw %}${named}{% endraw %}`;
}

test('models of one run, which share what they fetch, each get the rows that DuckDB finds', async () => {
  const asked = await Promise.all(
    sample(query([PG, MY]), MODELS).map(async (one) => ({ query: one, expected: await inCopy(sources, one.sql) })),
  );
  const models = asked.filter(({ expected }) => expected !== null);
  expect(models.length).toBeGreaterThan(MODELS / 2);
  const project = await testProject({
    profile: 'out',
    profiles: {
      out: { adapter: 'postgres', ...sources.postgres.profile, schema: 'out' },
      pg: { adapter: 'postgres', ...sources.postgres.profile },
      my: { adapter: 'mysql', ...sources.mysql.profile },
    },
    files: {
      'models/sources.yml': `
sources:
  - {name: pg, profile: pg, tables: [{name: p}]}
  - {name: my, profile: my, tables: [{name: m}]}
`,
      ...Object.fromEntries(models.map((one, index) => [`models/m${index}.sql`, modelOf(one.query)])),
    },
  });
  const run = await project.dvt('run', '--threads', '4');
  expect(run.code, `${run.output}\n${repeatable}`).toBe(0);
  for (const [index, { query: one, expected }] of models.entries()) {
    const rows = told(await sources.postgres.query(`select * from out.m${index}`));
    expect({ sql: one.sql, rows }, repeatable).toEqual({ sql: one.sql, rows: expected });
  }
});
