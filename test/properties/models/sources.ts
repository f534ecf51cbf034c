import type { DuckDBConnection } from '@duckdb/node-api';
import { freshSqlite } from '../../adapters/sqlite/database.js';
import { freshMysql, freshPostgres, type TestDatabase } from '../../servers/index.js';
import type { TestColumn, TestTable } from '../predicates/column.js';
import { copyTable, openCopy } from '../predicates/faithful-copy.js';
import { POSTGRES_SETUP } from '../predicates/postgres-columns.js';
import { Dice } from './dice.js';
import { rowsOf, TABLES } from './tables.js';

/** How one kind of database is filled and asked for texts. */
interface SourceSql {
  readonly quote: (name: string) => string;
  readonly literal: (value: string, column: TestColumn) => string;
  readonly text: (column: string) => string;
  readonly session: string;
  readonly analyze: (table: string) => string | null;
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

const SQL: Readonly<Record<string, SourceSql>> = {
  pg: {
    quote: (name) => `"${name}"`,
    literal: quoted,
    text: (column) => `${column}::text`,
    session: "set timezone = 'UTC'; set intervalstyle = 'postgres';",
    analyze: (table) => `analyze ${table}`,
  },
  my: {
    quote: (name) => `\`${name}\``,
    // A text put into a BIT would be its bytes.
    literal: (value, { family }) =>
      family === 'integer' ? value : quoted(value.replaceAll('\\', '\\\\')).replaceAll('\0', '\\0'),
    text: (column) => `cast(${column} as char)`,
    session: "set time_zone = '+00:00', sql_mode = '';",
    analyze: (table) => `analyze table ${table}`,
  },
  lite: {
    quote: (name) => `"${name}"`,
    literal: quoted,
    text: (column) => `cast(${column} as text)`,
    session: '',
    analyze: () => null,
  },
};

async function fill(database: TestDatabase, table: TestTable, sql: SourceSql, dice: Dice): Promise<void> {
  const { name, columns } = table;
  const definitions = columns.map((one) => `${sql.quote(one.name)} ${one.type}`);
  await database.query(`create table ${sql.quote(name)} (k integer primary key, ${definitions.join(', ')})`);
  const rows = rowsOf(table, dice).map((row, index) => {
    const values = row.map((value, at) => (value === null ? 'null' : sql.literal(value, columns[at]!)));
    return `(${[index + 1, ...values].join(', ')})`;
  });
  await database.query(`${sql.session} insert into ${sql.quote(name)} values ${rows.join(', ')}`);
  const analyze = sql.analyze(sql.quote(name));
  if (analyze !== null) await database.query(analyze);
}

/** The tables on their servers, and the same in native DuckDB, value by value, made without our code. */
export interface Sources {
  readonly databases: Readonly<Record<string, TestDatabase & { readonly directory?: string }>>;
  readonly duckdb: DuckDBConnection;
  close(): Promise<void>;
}

export async function openSources(seed: number): Promise<Sources> {
  const [pg, my, lite, duckdb] = await Promise.all([freshPostgres(), freshMysql(), freshSqlite(), openCopy()]);
  const databases = { pg, my, lite: lite as unknown as TestDatabase & { readonly directory: string } };
  await pg.query(POSTGRES_SETUP);
  const dice = new Dice(seed);
  for (const table of TABLES) {
    const database = databases[table.connection as keyof typeof databases];
    const sql = SQL[table.connection]!;
    await fill(database, table, sql, dice);
    await copyTable(duckdb, database, table, sql);
  }
  return {
    databases,
    duckdb,
    close: async () => {
      duckdb.closeSync();
      await Promise.all(Object.values(databases).map((database) => database.drop()));
    },
  };
}
