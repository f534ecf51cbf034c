import { writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../config/files.js';
import { freePort } from '../servers/free-port.js';
import { dvt } from './dvt.js';

/** Two servers that are not there, and files that are. */
async function project(): Promise<{ cwd: string }> {
  const [gone, lost] = await Promise.all([freePort(), freePort()]);
  const cwd = await folderWith({
    'dvt_project.yml': 'name: shop\nprofile: near\n',
    'profiles.yml': `
near: {adapter: duckdb, path: near.duckdb}
raw: {adapter: files, path: raw}
gone: {adapter: postgres, host: 127.0.0.1, port: ${gone}, user: u, database: d, retries: 0}
lost: {adapter: mysql, host: 127.0.0.1, port: ${lost}, user: u, database: d, retries: 0}
`,
    'raw/orders.csv': 'id,amount\n1,2.5\n',
    'models/sources.yml': `sources:
  - {name: raw, profile: raw, tables: [{name: orders}]}
  - {name: gone, profile: gone, tables: [{name: customers}, {name: cities}]}
  - {name: lost, profile: lost, tables: [{name: payments}]}
`,
    'models/amounts.sql': "select sum(amount) as total from {{ source('raw', 'orders') }}",
    'models/people.sql': "select id from {{ source('gone', 'customers') }}",
    'models/places.sql': "select id from {{ source('gone', 'cities') }}",
    'models/paid.sql': "select id from {{ source('lost', 'payments') }} join {{ source('raw', 'orders') }} using (id)",
  });
  (await DuckDBInstance.create(`${cwd}/near.duckdb`)).closeSync();
  return { cwd };
}

describe('dvt plan with servers that are not there', () => {
  test('plans what does not need them, and tells of each of them once', async () => {
    const { code, stdout, stderr } = await dvt(['plan'], await project());
    expect(code).toBe(1);
    expect(stdout).toMatch(/amounts {2}federated.*\n.*fetch raw: main\.orders/);
    for (const name of ['people', 'places', 'paid']) {
      expect(stdout).toMatch(new RegExp(`${name} {2}federated.*\\n.*deferred.*cannot be planned now: Connection`));
    }
    expect(stderr.match(/^DVT4002 Connection gone: /gm)).toHaveLength(1);
    expect(stderr.match(/^DVT4002 Connection lost: /gm)).toHaveLength(1);
  });

  test('as JSON', async () => {
    const { code, stdout } = await dvt(['plan', '--output', 'json'], await project());
    expect(code).toBe(1);
    const plans = JSON.parse(stdout) as { name: string; deferred: string | null }[];
    const deferred = Object.fromEntries(plans.map((plan) => [plan.name, plan.deferred]));
    expect(deferred).toEqual({
      amounts: null,
      people: expect.stringContaining('Connection gone'),
      places: expect.stringContaining('Connection gone'),
      paid: expect.stringContaining('Connection lost'),
    });
  });

  test('a mistake in a model is told, and no plan', async () => {
    const { cwd } = await project();
    await writeFile(`${cwd}/models/wrong.sql`, "select nothing from {{ source('raw', 'orders') }}");
    const { code, stdout, stderr } = await dvt(['plan'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('models/wrong.sql:1:8');
  });
});
