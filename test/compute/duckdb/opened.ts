import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll } from 'vitest';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import type { ResultColumn } from '#dvt/spi/column-type.js';

/** An engine for the tests of a file, with a directory to write to. */
export function openEngine(now?: Date): { readonly engine: DuckDbEngine; readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'dvt-engine-'));
  const engine = openDuckDbEngine({
    directory: join(directory, 'run'),
    stagingOnDisk: true,
    memoryLimit: '512MB',
    threads: 2,
    ...(now && { now }),
  });
  afterAll(async () => {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { engine, directory };
}

/** Rows of a query run by DuckDB itself. */
export async function natively(sql: string): Promise<unknown[][]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("set TimeZone = 'UTC'");
  return (await connection.runAndReadAll(sql)).getRows();
}

/** Columns of engine types, all of them fetched. */
export function columns(
  types: Readonly<Record<string, ResultColumn['type']['kind']>>,
): (ResultColumn & { fetched: boolean })[] {
  return Object.entries(types).map(([name, kind]) => ({ name, type: { kind } as ResultColumn['type'], fetched: true }));
}
