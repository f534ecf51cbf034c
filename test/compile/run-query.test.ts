import { afterAll, beforeAll, expect, test } from 'vitest';
import { adapter } from '#dvt/adapters/postgres/index.js';
import type { CompiledNode } from '#dvt/spi/compiled.js';
import type { Connection } from '#dvt/spi/connection.js';
import { compileProject } from '../projects/compile-project.js';
import { freshPostgres } from '../servers/index.js';

/** What the templates asked the server, in its own words. */
const asked: string[] = [];
let server: Awaited<ReturnType<typeof freshPostgres>>;
let connection: Connection;
let compile: (name: string) => Promise<CompiledNode>;
let database: string;

beforeAll(async () => {
  server = await freshPostgres();
  await server.query('create schema raw');
  await server.query('create table raw.events (id bigint, kind text, price numeric(6,2))');
  await server.query("insert into raw.events values (1, 'a', 1.50), (2, 'b', 2), (3, 'a', 0.25)");
  const env: Record<string, string> = {};
  for (const field of ['host', 'port', 'user', 'password', 'database']) {
    env[`LIVE_${field.toUpperCase()}`] = String(server.profile[field] ?? '');
  }
  database = env['LIVE_DATABASE']!;
  const opened = (): Connection => connection;
  const services = {
    catalog: {
      describe: async (_: string, name: Parameters<Connection['describe']>[0][number]) =>
        (await opened().describe([name]))[0]!,
    },
    query: (_: string, sql: string) => {
      asked.push(sql.trim());
      return opened().query(sql);
    },
  };
  const project = await compileProject('run-query', { env, services });
  connection = await adapter.connect({
    name: 'live',
    profile: (await project.profiles.connection('live')).values,
    readOnly: true,
    projectDir: project.project.root,
    engine: () => Promise.reject(new Error('no engine is needed')),
    notice: () => {},
  });
  compile = project.compile;
});

afterAll(async () => {
  await connection?.close();
  await server?.drop();
});

test("a query's rows write the model", async () => {
  const { sql } = await compile('columns_from_query');
  expect(sql).toBe(
    `select id, sum(case when kind = 'a' then 1.50 end) as a, sum(case when kind = 'b' then 2.00 end) as b
from "${database}"."raw"."events"`,
  );
});

test('in a federated model the query goes to the target, in its own names', async () => {
  asked.length = 0;
  const { sql, inputs } = await compile('federated_query');
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(`from "${database}"."raw"."events"`);
  expect(sql).toContain('from "mysql_legacy"."orders_db"."orders"\nwhere price > 2.00 and n > 3');
  expect(inputs.map(({ connection: name }) => name)).toEqual(['mysql_legacy']);
});

test('a relation of another connection in the query is refused before it is sent', async () => {
  asked.length = 0;
  await expect(compile('foreign_query')).rejects.toMatchObject({
    code: 'DVT2111',
    diagnostics: [{ location: { path: 'models/foreign_query.sql', line: 2 } }],
  });
  expect(asked).toEqual([]);
});

test('adapter tells what stands in the database', async () => {
  const { sql } = await compile('asks_adapter');
  expect(sql).toContain("'events False None' as relations");
  expect(sql).toContain("'id bigint;kind text;price numeric(6,2);' as columns");
});
