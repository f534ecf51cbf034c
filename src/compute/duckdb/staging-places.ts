import { bytesOfSize } from '../../core/byte-size.js';
import { type Database, STAGING, STAGING_IN_MEMORY } from './database.js';
import { qualifiedName } from './quoting.js';

/**
 * Part of DuckDB's memory limit that staging tables may be expected to fill. What turns out larger than it was expected to
 * be is spilled like any other table in memory.
 */
const SHARE_OF_MEMORY = 0.25;

/**
 * Where each staging table lives: in memory while those that are expected to be there are far below the limit, otherwise in
 * a file, from which DuckDB can drop what it has read without writing it again.
 */
export class StagingPlaces {
  /** bytes that the tables in memory were expected to take */
  readonly #inMemory = new Map<string, number>();
  #room: Promise<number> | null = null;

  constructor(private readonly database: Database) {}

  /** Decides on a table that is about to be made; `expectedBytes`: null = unknown. */
  async choose(table: string, expectedBytes: number | null): Promise<void> {
    this.release(table);
    if (expectedBytes === null) return;
    this.#room ??= this.#measuredRoom();
    const room = await this.#room;
    const taken = [...this.#inMemory.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (taken + expectedBytes <= room) this.#inMemory.set(table, expectedBytes);
  }

  /** The table is gone. */
  release(table: string): void {
    this.#inMemory.delete(table);
  }

  catalog(table: string): string {
    return this.#inMemory.has(table) ? STAGING_IN_MEMORY : STAGING;
  }

  /** The table's full name in SQL. */
  name(table: string): string {
    return qualifiedName(this.catalog(table), 'main', table);
  }

  async #measuredRoom(): Promise<number> {
    const connection = await this.database.connect();
    try {
      const [[limit] = []] = await connection.rows("select current_setting('memory_limit')");
      return (bytesOfSize(String(limit)) ?? 0) * SHARE_OF_MEMORY;
    } finally {
      await connection.close();
    }
  }
}
