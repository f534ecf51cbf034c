import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { OpenWriter, ResultChunk, ResultWriter } from '../../../spi/load.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import { isBusy, sqliteError } from '../session/errors.js';
import { openDatabase } from '../session/open-database.js';
import { type Bound, bind, type Encode, encoderOf, placeholder } from './encode.js';
import type { LoadData } from './load-plan.js';

const PAUSE_WHEN_BUSY = 20;
/** Rows of one transaction: others get at the file in between, and little has to be undone. */
const ROWS_A_TRANSACTION = 100_000;

/**
 * Loads a staging table with prepared inserts. It commits as it goes: the table's name belongs to the run alone, nothing
 * reads it before it is published, its rows are counted then, and what a killed run leaves is swept. One long
 * transaction would keep every reader of the file out for as long as the load takes.
 */
export const openWriter: OpenWriter = async (data) => {
  const load = data as LoadData;
  const opened = await openDatabase({ ...load.database, readOnly: false });
  // Never waits inside SQLite: this is the engine's thread.
  opened.exec('pragma busy_timeout = 0');
  const writer = new Writer(opened, load);
  try {
    await writer.begin();
    opened.exec(load.create);
  } catch (error) {
    opened.close();
    throw sqliteError(error, `creating ${load.staging} of connection ${load.database.connection}`);
  }
  return writer;
};

class Writer implements ResultWriter {
  readonly #encoders: readonly Encode[];
  #rows = 0;
  #inTransaction = 0;
  #bytes = 0;
  #open = true;

  constructor(
    private readonly opened: DatabaseSyncInstance,
    private readonly load: LoadData,
  ) {
    this.#encoders = load.columns.map(encoderOf);
  }

  begin(): Promise<void> {
    return this.#patiently('begin immediate');
  }

  async write(chunk: ResultChunk): Promise<void> {
    const columns = this.load.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const marks = this.load.columns.map(placeholder).join(', ');
    const insert = this.opened.prepare(`insert into ${this.load.staging} (${columns}) values (${marks})`);
    const views = chunk.vectors.map(({ data }) => new DataView(data.buffer, data.byteOffset, data.byteLength));
    const width = this.#encoders.length;
    for (let row = 0; row < chunk.rows; row++) {
      const values: Bound[] = [];
      for (let column = 0; column < width; column++) {
        const vector = chunk.vectors[column]!;
        const valid = vector.validity === null || (vector.validity[row >> 3]! & (1 << (row & 7))) !== 0;
        const value = valid ? this.#encoders[column]!(vector, views[column]!, row) : null;
        bind(this.load.columns[column]!, value, values);
        this.#bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
      }
      try {
        insert.run(...values);
      } catch (error) {
        throw sqliteError(error, `writing ${this.load.staging} of connection ${this.load.database.connection}`);
      }
    }
    this.#rows += chunk.rows;
    this.#inTransaction += chunk.rows;
    if (this.#inTransaction >= ROWS_A_TRANSACTION) {
      await this.#patiently('commit');
      await this.begin();
      this.#inTransaction = 0;
    }
  }

  async finish(): Promise<{ rows: number; bytes: number }> {
    await this.#patiently('commit');
    this.#close();
    return { rows: this.#rows, bytes: this.#bytes };
  }

  async abort(): Promise<void> {
    if (!this.#open) return;
    try {
      if (this.opened.isTransaction) this.opened.exec('rollback');
      await this.#patiently(`drop table if exists ${this.load.staging}`);
    } catch {
      // The sweep of a later run drops it.
    }
    this.#close();
  }

  /** Runs a statement that needs a lock, trying again while others hold it. */
  async #patiently(sql: string): Promise<void> {
    const end = Date.now() + this.load.database.lockTimeout;
    for (;;) {
      try {
        this.opened.exec(sql);
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() >= end) {
          throw sqliteError(error, `writing ${this.load.staging} of connection ${this.load.database.connection}`);
        }
        await sleep(PAUSE_WHEN_BUSY);
      }
    }
  }

  #close(): void {
    if (this.#open) this.opened.close();
    this.#open = false;
  }
}
