import type { DuckDBConnection } from '@duckdb/node-api';
import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import { adapter as sqlite } from '#dvt/adapters/sqlite/index.js';
import type { Adapter } from '#dvt/spi/adapter.js';
import type { Dialect } from '#dvt/spi/dialect.js';
import type { RelationDescription } from '#dvt/spi/relation.js';
import { freshSqlite } from '../adapters/sqlite/database.js';
import type { TestColumn, TestTable } from '../properties/predicates/column.js';
import { copyTable } from '../properties/predicates/faithful-copy.js';
import { POSTGRES_SETUP } from '../properties/predicates/postgres-columns.js';
import { fullName } from '../properties/predicates/query.js';
import { freshMysql, freshPostgres, type TestDatabase } from '../servers/index.js';
import { MYSQL_BOUNDARIES, POSTGRES_BOUNDARIES, SQLITE_BOUNDARIES } from './boundaries.js';

/** A table of boundary values at a real server, and the same in DuckDB, made without our code. */
export interface Ground {
  readonly title: string;
  readonly dialect: Dialect;
  readonly columns: readonly TestColumn[];
  readonly relation: RelationDescription;
  /** DuckDB's name of the copy */
  readonly copy: string;
  /** rows of the source: the key, then a value an expression */
  source(expressions: readonly string[]): Promise<unknown[][]>;
  close(): Promise<void>;
}

/** How one kind of database is filled and asked. */
interface Setup {
  readonly adapter: Adapter;
  readonly columns: readonly TestColumn[];
  readonly open: () => Promise<TestDatabase & { readonly directory?: string }>;
  readonly before: string | null;
  readonly session: string;
  readonly quote: (name: string) => string;
  readonly literal: (value: string, column: TestColumn) => string;
  readonly text: (column: string) => string;
  readonly schema: string | null;
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

const SQLITE: Setup = {
  adapter: sqlite,
  columns: SQLITE_BOUNDARIES,
  open: async () => (await freshSqlite()) as unknown as TestDatabase & { directory: string },
  before: null,
  session: '',
  quote: (name) => `"${name}"`,
  literal: quoted,
  text: (column) => `cast(${column} as text)`,
  schema: 'main',
};

const SETUPS: Readonly<Record<string, Setup>> = {
  PostgreSQL: {
    adapter: postgres,
    columns: POSTGRES_BOUNDARIES,
    open: freshPostgres,
    before: POSTGRES_SETUP,
    session: "set timezone = 'UTC'; set intervalstyle = 'postgres';",
    quote: (name) => `"${name}"`,
    literal: quoted,
    text: (column) => `${column}::text`,
    schema: 'public',
  },
  MariaDB: {
    adapter: mysql,
    columns: MYSQL_BOUNDARIES,
    open: freshMysql,
    before: null,
    // What sessions that scan are set to.
    session: "set time_zone = '+00:00', sql_mode = '';",
    quote: (name) => `\`${name}\``,
    literal: (value, { family }) =>
      family === 'integer' ? value : quoted(value.replaceAll('\\', '\\\\')).replaceAll('\0', '\\0'),
    text: (column) => `cast(${column} as char)`,
    schema: null,
  },
  SQLite: SQLITE,
  'SQLite in UTF-16': { ...SQLITE, before: "pragma encoding = 'UTF-16'" },
};

export const GROUNDS = Object.keys(SETUPS);

/** Creates the tables. Every value of every column is in a row; rows beyond that mix them, so that columns meet. */
export async function openGround(title: string, duckdb: DuckDBConnection): Promise<Ground> {
  const setup = SETUPS[title]!;
  const database = await setup.open();
  const table: TestTable = { connection: title, schema: 'main', name: 't', columns: setup.columns };
  if (setup.before !== null) await database.query(setup.before);
  const definitions = setup.columns.map((one) => `${setup.quote(one.name)} ${one.type}`);
  await database.query(`create table t (k integer primary key, ${definitions.join(', ')})`);
  const rows = rowsOf(setup.columns).map((row, index) => {
    const values = row.map((value, at) => (value === null ? 'null' : setup.literal(value, setup.columns[at]!)));
    return `(${[index + 1, ...values].join(', ')})`;
  });
  await database.query(`${setup.session} insert into t values ${rows.join(', ')}`);
  await copyTable(duckdb, database, table, setup);
  const connection = await setup.adapter.connect({
    name: title,
    profile: database.profile,
    readOnly: true,
    projectDir: database.directory ?? '/',
    engine: () => Promise.reject(new Error('not needed')),
    notice: () => {},
  });
  const [relation] = await connection.describe([{ database: null, schema: setup.schema, identifier: 't' }]);
  return {
    title,
    dialect: connection.dialect,
    columns: setup.columns,
    relation: relation!,
    copy: fullName(table),
    source: (expressions) =>
      database.query(`${setup.session} select ${['k', ...expressions].join(', ')} from t order by k`),
    close: async () => {
      await connection.close();
      await database.drop();
    },
  };
}

const MIXED_ROWS = 60;
const PRIMES = [7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

function rowsOf(columns: readonly TestColumn[]): (string | null)[][] {
  const longest = Math.max(...columns.map(({ values }) => values.length));
  const rows: (string | null)[][] = [columns.map(() => null)];
  for (let row = 0; row < longest + MIXED_ROWS; row++) {
    rows.push(
      columns.map(({ values }, at) => {
        const step = row < longest ? row : row * PRIMES[at % PRIMES.length]! + at;
        return step % 10 === 9 && row >= longest ? null : values[step % values.length]!;
      }),
    );
  }
  return rows;
}
