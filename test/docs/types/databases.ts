import { adapter as mysql } from '#dvt/adapters/mysql/index.js';
import { adapter as postgres } from '#dvt/adapters/postgres/index.js';
import { adapter as sqlite } from '#dvt/adapters/sqlite/index.js';
import { adapter as duckdb, freshDuckdb } from '../../adapters/duckdb/database.js';
import { createTable, adapter as files, freshFiles, relation } from '../../adapters/files/database.js';
import { freshSqlite } from '../../adapters/sqlite/database.js';
import { Harness } from '../../conformance/harness.js';
import type { DatabaseOptions } from '../../conformance/options.js';
import { freshMysql, freshPostgres } from '../../servers/index.js';

const OPTIONS = {
  postgres: { adapter: postgres, open: freshPostgres },
  mysql: { adapter: mysql, open: freshMysql },
  sqlite: { adapter: sqlite, open: freshSqlite },
  duckdb: { adapter: duckdb, open: freshDuckdb },
  files: { adapter: files, open: freshFiles, createTable, relation },
} satisfies Record<string, DatabaseOptions>;

export type DatabaseName = keyof typeof OPTIONS;

export const TITLES: Readonly<Record<DatabaseName, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL, MariaDB',
  sqlite: 'SQLite',
  duckdb: 'DuckDB',
  files: 'Parquet',
};

/** A database of each kind, for the page of types and its tests. */
export type Databases = Readonly<Record<DatabaseName, Harness>>;

export async function openDatabases(): Promise<Databases> {
  const opened = Object.entries(OPTIONS).map(async ([name, options]) => [name, await Harness.open(options)]);
  const databases = Object.fromEntries(await Promise.all(opened)) as Databases;
  await databases.postgres.query("create type mood as enum ('sad', 'ok')");
  return databases;
}

export async function closeDatabases(databases: Databases): Promise<void> {
  await Promise.all(Object.values(databases).map((database) => database.close()));
}
