import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshMysql, freshPostgres, type TestDatabase } from '../../servers/index.js';
import { repeatable, SEED } from '../random.js';
import type { TestColumn, TestTable } from './column.js';
import { copyTable, fill, openCopy } from './faithful-copy.js';
import { type Federated, openFederated } from './federated.js';
import { MYSQL_COLUMNS } from './mysql-columns.js';
import { POSTGRES_COLUMNS, POSTGRES_SETUP } from './postgres-columns.js';
import { type Query, query } from './query.js';

const RUNS = Number(process.env['DVT_PROPERTY_PREDICATES'] ?? 400);

const PG: TestTable = { connection: 'pg', schema: 'public', name: 'p', columns: POSTGRES_COLUMNS };
const MY: TestTable = { connection: 'my', schema: 'main', name: 'm', columns: MYSQL_COLUMNS };

const IN_POSTGRES = {
  quote: (name: string) => `"${name}"`,
  literal: (value: string) => `'${value.replaceAll("'", "''")}'`,
  text: (column: string) => `${column}::text`,
  session: "set timezone = 'UTC'; set intervalstyle = 'postgres';",
};
const IN_MYSQL = {
  quote: (name: string) => `\`${name}\``,
  // A text put into a BIT would be its bytes.
  literal: (value: string, { family }: TestColumn) =>
    family === 'integer' ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0')}'`,
  text: (column: string) => `cast(${column} as char)`,
  session: "set time_zone = '+00:00';",
};

let postgres: TestDatabase;
let mysql: TestDatabase;
let duckdb: DuckDBConnection;
let federated: Federated;

beforeAll(async () => {
  [postgres, mysql, duckdb] = await Promise.all([freshPostgres(), freshMysql(), openCopy()]);
  await postgres.query(POSTGRES_SETUP);
  await fill(postgres, PG, IN_POSTGRES);
  await fill(mysql, MY, IN_MYSQL);
  await copyTable(duckdb, postgres, PG, IN_POSTGRES);
  await copyTable(duckdb, mysql, MY, IN_MYSQL);
  federated = await openFederated({ pg: postgres.profile, my: mysql.profile }, [PG, MY]);
});
afterAll(async () => {
  await federated?.close();
  duckdb?.closeSync();
  await Promise.all([postgres?.drop(), mysql?.drop()]);
});

/** How often each form was tried alone, was sent to the source, and found rows there. */
const counts = new Map<string, { tried: number; pushed: number; found: number }>();
const refusedByDuckdb = { count: 0 };

/** Rows as texts, in an order that does not depend on how they came. */
const told = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map(String).join(' ')).sort();

async function inDuckdb(sql: string): Promise<string[] | null> {
  try {
    return told((await duckdb.runAndReadAll(sql)).getRows());
  } catch {
    refusedByDuckdb.count++;
    return null;
  }
}

async function agrees(asked: Query): Promise<void> {
  const expected = await inDuckdb(asked.sql);
  // A query that DuckDB refuses (a text that is no number) may fail here, or not meet the row that it fails on.
  if (expected === null) return;
  const { rows, scans } = await federated.run(asked);
  const pushed = scans.flatMap((scan) => scan.pushed.map((part) => part.sql));
  expect(told(rows), `${asked.sql}\npushed: ${pushed.join(' | ')}`).toEqual(expected);
  if (asked.single === null) return;
  const count = counts.get(asked.single) ?? { tried: 0, pushed: 0, found: 0 };
  counts.set(asked.single, count);
  count.tried++;
  if (pushed.length === 0) return;
  count.pushed++;
  if (rows.length > 0) count.found++;
}

test(`${RUNS} random queries find what DuckDB finds in a faithful copy, whatever was pushed`, async () => {
  await fc.assert(fc.asyncProperty(query([PG, MY]), agrees), { seed: SEED, numRuns: RUNS });
  if (process.env['DVT_PROPERTY_VERBOSE']) console.table(Object.fromEntries(counts));
  expect(refusedByDuckdb.count, repeatable).toBeLessThan(RUNS / 10);
  const total = [...counts.values()].reduce(
    (sum, one) => ({ tried: sum.tried + one.tried, pushed: sum.pushed + one.pushed, found: sum.found + one.found }),
    { tried: 0, pushed: 0, found: 0 },
  );
  expect(total.pushed, repeatable).toBeGreaterThan(total.tried / 4);
  expect(total.found, repeatable).toBeGreaterThan(total.pushed / 3);
}, 3_600_000);
