import type { DuckDBConnection } from '@duckdb/node-api';
import { freshMysql, freshPostgres, type TestDatabase } from '../../servers/index.js';
import type { TestColumn, TestTable } from './column.js';
import { copyTable, fill, openCopy } from './faithful-copy.js';
import { MYSQL_COLUMNS } from './mysql-columns.js';
import { POSTGRES_COLUMNS, POSTGRES_SETUP } from './postgres-columns.js';

/** The two tables of every query here. */
export const PG: TestTable = { connection: 'pg', schema: 'public', name: 'p', columns: POSTGRES_COLUMNS };
export const MY: TestTable = { connection: 'my', schema: 'main', name: 'm', columns: MYSQL_COLUMNS };

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

/** Both tables on their servers, and the same in DuckDB. */
export interface Sources {
  readonly postgres: TestDatabase;
  readonly mysql: TestDatabase;
  readonly duckdb: DuckDBConnection;
  close(): Promise<void>;
}

export async function openSources(): Promise<Sources> {
  const [postgres, mysql, duckdb] = await Promise.all([freshPostgres(), freshMysql(), openCopy()]);
  await postgres.query(POSTGRES_SETUP);
  await fill(postgres, PG, IN_POSTGRES);
  await fill(mysql, MY, IN_MYSQL);
  await copyTable(duckdb, postgres, PG, IN_POSTGRES);
  await copyTable(duckdb, mysql, MY, IN_MYSQL);
  return {
    postgres,
    mysql,
    duckdb,
    close: async () => {
      duckdb.closeSync();
      await Promise.all([postgres.drop(), mysql.drop()]);
    },
  };
}

/** Rows as texts, in an order that does not depend on how they came. */
export function told(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => row.map(String).join(' ')).sort();
}

/** What DuckDB finds in the copy; null where it refuses the query, as a text is no number. */
export async function inCopy({ duckdb }: Sources, sql: string): Promise<string[] | null> {
  try {
    return told((await duckdb.runAndReadAll(sql)).getRows());
  } catch {
    return null;
  }
}
