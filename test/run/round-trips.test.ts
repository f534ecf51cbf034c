import { expect, test } from 'vitest';
import { countedPostgres } from '../faults/counted.js';
import { testProject } from './project.js';

const NODES = 12;
/** Of a node whose relation is there from an earlier run. */
const EACH = { seed: 2 + 3, table: 1 + 3, view: 1, test: 1 };
/** Three logins and farewells, the lease, the schema and what other runs left in it: 20, and a few for a slow machine. */
const ONCE = 25;

test('what a run waits for at the server: a few round trips a node, and few logins', async () => {
  const { database, profile, count } = await countedPostgres();
  const files: Record<string, string> = {};
  const models = [];
  for (let at = 0; at < NODES; at++) {
    files[`seeds/seed_${at}.csv`] = 'id,name,day\n1,a,2024-01-01\n2,b,2024-01-02\n';
    files[`models/table_${at}.sql`] = `{{ config(materialized='table') }} select id, name from {{ ref('seed_${at}') }}`;
    files[`models/view_${at}.sql`] = `{{ config(materialized='view') }} select id from {{ ref('table_${at}') }}`;
    models.push(`{name: table_${at}, columns: [{name: id, data_tests: [unique]}]}`);
  }
  files['models/schema.yml'] = `models: [${models.join(', ')}]`;
  const fields = { adapter: 'postgres', ...profile, threads: 1, sslmode: 'disable' };
  const project = await testProject({ profile: 'target', profiles: { target: fields }, files });
  const run = async () => {
    const before = { ...count };
    const { code, output } = await project.dvt('build');
    expect(code, output).toBe(0);
    return { roundTrips: count.roundTrips - before.roundTrips, logins: count.logins - before.logins };
  };
  await run();
  const { roundTrips, logins } = await run();
  const nodes = NODES * (EACH.seed + EACH.table + EACH.view + EACH.test);
  expect(roundTrips).toBeLessThanOrEqual(nodes + ONCE);
  expect(logins).toBeLessThanOrEqual(4);
  expect(await database.query('select sum(id) from view_3')).toEqual([['3']]);
});
