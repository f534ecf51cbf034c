import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDbEngine, openDuckDbEngine } from '#dvt/compute/duckdb/index.js';
import { Permits } from '#dvt/core/permits.js';
import { SessionRoom } from '#dvt/core/session-room.js';
import type { ColumnType, ResultColumn } from '#dvt/spi/column-type.js';
import type { ResultValue } from '#dvt/spi/result-table.js';
import type { ReadTask } from '#dvt/spi/scan.js';
import { type ExtractRequest, openTransfer, type Transfer, type TransferOptions } from '#dvt/transfer/index.js';

export const INT64: ColumnType = { kind: 'int64' };
export const VARCHAR: ColumnType = { kind: 'varchar' };

/** A task of a reader in `readers/`. */
export function task(reader: string, data: unknown): ReadTask {
  return { sql: reader, module: new URL(`./readers/${reader}.mjs`, import.meta.url).href, data };
}

/** Columns c0, c1 ... of these types. */
function columnsOf(types: readonly ColumnType[]): ResultColumn[] {
  return types.map((type, i) => ({ name: `c${i}`, type }));
}

/** An engine and a transfer of a test, and what it staged with them. */
export class Staged {
  readonly directory = mkdtempSync(join(tmpdir(), 'dvt-transfer-'));
  readonly engine: DuckDbEngine;
  readonly transfer: Transfer;
  /** plans that were released */
  released = 0;
  #namespaces = 0;

  constructor(options: TransferOptions & { readonly onDisk?: boolean; readonly memoryLimit?: string } = {}) {
    this.engine = openDuckDbEngine({
      directory: this.directory,
      stagingOnDisk: options.onDisk ?? true,
      memoryLimit: options.memoryLimit ?? '512MB',
      threads: 2,
    });
    this.transfer = openTransfer(options);
  }

  extract(
    table: string,
    types: readonly ColumnType[],
    tasks: readonly ReadTask[],
    options: Partial<ExtractRequest> = {},
  ): Promise<{ readonly rows: number; readonly bytes: number }> {
    return this.transfer.extract({
      engine: this.engine,
      table,
      columns: columnsOf(types),
      permits: new Permits(Math.max(1, tasks.length)),
      room: new SessionRoom(() => {}),
      plan: async () => ({ kind: 'read', tasks, release: async () => void this.released++ }),
      cancelOnServer: async () => {},
      ...options,
    });
  }

  /** Rows of a query over `s.main.t`, which is the staged table. */
  async rows(table: string, types: readonly ColumnType[], sql: string): Promise<readonly (readonly ResultValue[])[]> {
    const id = `read ${++this.#namespaces}`;
    const columns = columnsOf(types).map((column) => ({ ...column, fetched: true }));
    await this.engine.openNamespace({
      id,
      relations: [{ catalog: 's', schema: 'main', identifier: 't', columns, from: { staged: table } }],
    });
    try {
      return (await this.engine.query({ namespace: id, sql }, Number.POSITIVE_INFINITY)).rows;
    } finally {
      await this.engine.closeNamespace(id);
    }
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.transfer.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
