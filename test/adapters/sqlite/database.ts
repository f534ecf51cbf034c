import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { ConformanceDatabase } from '../../conformance/index.js';

type Value = null | bigint | number | string | Uint8Array;

/** A SQLite file of its own, in a directory where schemas can be made. */
export interface SqliteFile extends ConformanceDatabase {
  readonly path: string;
  readonly directory: string;
  /** the client itself, past the adapter */
  readonly client: DatabaseSyncInstance;
}

export async function freshSqlite(): Promise<SqliteFile> {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-sqlite-'));
  const path = join(directory, 'test.sqlite');
  const client = new DatabaseSync(path, { timeout: 10_000 });
  return {
    path,
    directory,
    client,
    profile: { path, schema_directory: directory, lock_timeout: 20 },
    query: async (sql) => rowsOf(client, sql),
    drop: async () => {
      client.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Rows as text: numbers in their shortest form, bytes in hex. */
export function rowsOf(client: DatabaseSyncInstance, sql: string): (string | null)[][] {
  const statement = client.prepare(sql);
  if (statement.columns().length === 0) {
    statement.run();
    return [];
  }
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return (statement.all() as unknown as Value[][]).map((row) => row.map(textOf));
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
