import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapter as duckdb } from '#dvt/adapters/duckdb/index.js';
import type { Adapter } from '#dvt/spi/adapter.js';
import type { EngineSql } from '#dvt/spi/engine.js';
import type { ConformanceDatabase } from '../../conformance/index.js';

let openSession: (() => Promise<EngineSql>) | null = null;

/**
 * The adapter, remembering the engine that it was given: a process opens a DuckDB file once, so what looks at the file
 * past the adapter must look through the same instance.
 */
export const adapter: Adapter = {
  ...duckdb,
  connect(context) {
    openSession = () => context.engine();
    return duckdb.connect(context);
  },
};

export async function freshDuckdb(): Promise<ConformanceDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-duckdb-'));
  const query = async (sql: string) => {
    const session = await openSession!();
    try {
      await session.query('use test.main');
      return await textRows(session, sql);
    } finally {
      await session.close();
    }
  };
  return {
    profile: { path: join(directory, 'test.duckdb'), lock_timeout: 2 },
    query,
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Rows as DuckDB casts them to text. */
export async function textRows(session: EngineSql, sql: string): Promise<(string | null)[][]> {
  if (!/^\s*(select|from|with)/i.test(sql)) {
    await session.query(sql);
    return [];
  }
  const { rows } = await session.query(`select cast(columns(*) as varchar) from (${sql})`);
  return rows.map((row) => row.map((value) => (value === null ? null : String(value))));
}
