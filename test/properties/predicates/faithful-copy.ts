import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import type { TestDatabase } from '../../servers/index.js';
import { sample } from '../random.js';
import type { TestColumn, TestTable } from './column.js';
import { quoteName } from './predicate.js';
import { fullName } from './query.js';

const ROWS = 120;
const NULL_SHARE = 10;

/** Random rows of a table's values; null = NULL. */
function randomRows(columns: readonly TestColumn[]): (string | null)[][] {
  const value = ({ values }: TestColumn) =>
    fc
      .integer({ min: 0, max: NULL_SHARE })
      .chain((dice) => (dice === 0 ? fc.constant(null) : fc.constantFrom(...values)));
  return sample(fc.tuple(...columns.map(value)), ROWS) as (string | null)[][];
}

/** Creates a table and fills it. `literal` writes a text in the source's SQL. */
export async function fill(
  database: TestDatabase,
  { name, columns }: TestTable,
  sql: {
    readonly quote: (name: string) => string;
    readonly literal: (value: string, column: TestColumn) => string;
    readonly session: string;
  },
): Promise<void> {
  const definitions = columns.map((one) => `${sql.quote(one.name)} ${one.type}`);
  await database.query(`create table ${name} (k integer primary key, ${definitions.join(', ')})`);
  const rows = randomRows(columns).map(
    (row, index) =>
      `(${[index + 1, ...row.map((value, at) => (value === null ? 'null' : sql.literal(value, columns[at]!)))].join(', ')})`,
  );
  await database.query(`${sql.session} insert into ${name} values ${rows.join(', ')}`);
}

/** DuckDB with the same tables under the same names, filled from the texts that the sources print, value by value. */
export async function openCopy(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("set timezone = 'UTC'");
  // With it DuckDB 1.5.5 finds other first rows below a join than it does alone.
  await connection.run("set disabled_optimizers = 'join_filter_pushdown'");
  return connection;
}

export async function copyTable(
  duckdb: DuckDBConnection,
  database: TestDatabase,
  table: TestTable,
  sql: {
    readonly quote: (name: string) => string;
    readonly text: (column: string) => string;
    readonly session: string;
  },
): Promise<void> {
  const printed = table.columns.map((one) => one.text ?? sql.text(sql.quote(one.name)));
  const rows = await database.query(`${sql.session} select k, ${printed.join(', ')} from ${table.name} order by k`);
  await duckdb.run(`attach if not exists ':memory:' as ${quoteName(table.connection)}`);
  await duckdb.run(`create schema if not exists ${quoteName(table.connection)}.${quoteName(table.schema)}`);
  const definitions = table.columns.map((one) => `${quoteName(one.name)} ${one.duckdb}`);
  await duckdb.run(`create table ${fullName(table)} (k integer, ${definitions.join(', ')})`);
  for (const [k, ...values] of rows) {
    const literals = values.map((value, index) => (value === null ? 'null' : literal(table.columns[index]!, value)));
    await duckdb.run(`insert into ${fullName(table)} values (${k}, ${literals.join(', ')})`);
  }
}

/** Texts and bytes came in hexadecimal; everything else in a form that DuckDB casts. */
function literal({ duckdb, text, family }: TestColumn, value: string): string {
  if (duckdb === 'BLOB') return `unhex('${value}')`;
  if (text?.includes('hex')) return `decode(unhex('${value}'))::${duckdb}`;
  return `'${value}'::${duckdb}`.replace(
    family === 'date' || family.startsWith('timestamp') ? / BC'/ : /(?!)/,
    " (BC)'",
  );
}
