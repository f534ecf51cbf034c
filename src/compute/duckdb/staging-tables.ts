import type { BatchChannel } from '../../spi/batch.js';
import type { StageResult, StagingRequest } from '../../spi/engine.js';
import type { Database } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import type { Operation } from './operations.js';
import { StagingTable } from './staging.js';
import type { StagingPlaces } from './staging-places.js';

/** The staging tables that are being filled, by name. */
export class StagingTables {
  readonly #open = new Map<string, StagingTable>();

  constructor(
    private readonly database: Database,
    private readonly places: StagingPlaces,
  ) {}

  async open(request: Omit<StagingRequest, 'onProgress'>): Promise<null> {
    await this.places.choose(request.table, request.expectedBytes ?? null);
    this.#open.set(request.table, await StagingTable.open(this.database, this.places, request));
    return null;
  }

  take(
    table: string,
    channel: BatchChannel,
    operation: Operation,
    onProgress: (rows: number) => void,
  ): Promise<StageResult> {
    return this.#get(table).take(channel, operation, onProgress);
  }

  async finish(table: string, operation: Operation, onProgress: (rows: number) => void): Promise<StageResult> {
    const staging = this.#get(table);
    const result = await staging.finish(operation);
    this.#open.delete(table);
    await staging.close();
    onProgress(result.rows);
    return result;
  }

  async abort(table: string): Promise<null> {
    const staging = this.#open.get(table);
    this.#open.delete(table);
    await staging?.abort();
    this.places.release(table);
    return null;
  }

  async drop(table: string): Promise<null> {
    const connection = await this.database.connect();
    try {
      await connection.run(`drop table if exists ${this.places.name(table)}`);
      this.places.release(table);
      return null;
    } catch (error) {
      throw duckDbError(error, 'DVT5101');
    } finally {
      await connection.close();
    }
  }

  async abortAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((table) => this.abort(table)));
  }

  #get(table: string): StagingTable {
    const staging = this.#open.get(table);
    if (staging === undefined) throw new Error(`no staging table ${table} is open`);
    return staging;
  }
}
