import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DatabaseSync } from '@photostructure/sqlite';
import { onTestFinished } from 'vitest';
import { rowsOf } from '../adapters/sqlite/database.js';
import type { TestDatabase } from '../servers/database.js';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { type TestProject, testProject } from './project.js';

export const TARGETS = ['postgres', 'mysql', 'duckdb', 'sqlite'] as const;
export type TargetType = (typeof TARGETS)[number];

/** A project whose source is on one server and whose target is another database. */
export interface Across {
  readonly project: TestProject;
  /** the connection `far`: MariaDB, or PostgreSQL for a target in MariaDB */
  readonly source: TestDatabase;
  /** Rows of the target as texts, asked of it past dvt. */
  query(sql: string): Promise<(string | null)[][]>;
  /** Names of the tables and views in the target. */
  relations(): Promise<string[]>;
}

/** Relations of the source in `tables` are the sources `far.NAME`; `near` is the project's own target. */
export async function across(
  target: TargetType,
  tables: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Across> {
  const source = await (target === 'mysql' ? freshPostgres() : freshMysql());
  const server = target === 'postgres' ? await freshPostgres() : target === 'mysql' ? await freshMysql() : null;
  onTestFinished(async () => {
    await Promise.all([source.drop(), server?.drop()]);
  });
  const near = server?.profile ?? (target === 'duckdb' ? { path: 'near.duckdb' } : { path: 'near.sqlite' });
  const project = await testProject({
    profile: 'near',
    profiles: {
      near: { adapter: target, ...near },
      far: { adapter: target === 'mysql' ? 'postgres' : 'mysql', ...source.profile },
    },
    files: {
      'models/sources.yml': `sources:\n  - name: far\n    profile: far\n    tables:\n${tables.map((name) => `      - name: ${name}\n`).join('')}`,
      ...files,
    },
  });
  const query = async (sql: string): Promise<(string | null)[][]> => {
    if (server !== null) return texts(await server.query(sql));
    const path = join(project.directory, `near.${target}`);
    return target === 'duckdb' ? askDuckdb(path, sql) : askSqlite(path, sql);
  };
  return { project, source, query, relations: async () => (await query(RELATIONS[target])).flat().map(String) };
}

const RELATIONS: Readonly<Record<TargetType, string>> = {
  postgres:
    "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1",
  mysql: 'select table_name from information_schema.tables where table_schema = database() order by 1',
  duckdb: 'select table_name from information_schema.tables order by 1',
  sqlite: "select name from sqlite_master where type in ('table', 'view') order by 1",
};

function texts(rows: readonly (readonly unknown[])[]): (string | null)[][] {
  return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
}

async function askDuckdb(path: string, sql: string): Promise<(string | null)[][]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return texts((await connection.runAndReadAll(sql)).getRowsJS() as unknown[][]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function askSqlite(path: string, sql: string): (string | null)[][] {
  const client = new DatabaseSync(path, { timeout: 10_000 });
  try {
    return rowsOf(client, sql);
  } finally {
    client.close();
  }
}
