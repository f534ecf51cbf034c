import duckdb from '@duckdb/node-bindings';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ResultValue } from '../../spi/result-table.js';
import { columnTypeOf } from './native-type.js';
import { streamFailure } from './stream-failure.js';
import { rowsOf } from './vector-values.js';

/** Opens an in-memory instance. */
export async function openInstance(settings: Readonly<Record<string, string>>): Promise<NativeInstance> {
  const config = duckdb.create_config();
  for (const [name, value] of Object.entries(settings)) duckdb.set_config(config, name, value);
  return new NativeInstance(await duckdb.open(':memory:', config));
}

/**
 * DuckDB through `@duckdb/node-bindings`. The package above it, `@duckdb/node-api`, loads two hundred files, which takes
 * 170 ms of a command's start, and hides the vectors that batches are copied to.
 */
export class NativeInstance {
  readonly #database: duckdb.Database;

  constructor(database: duckdb.Database) {
    this.#database = database;
  }

  async connect(): Promise<NativeConnection> {
    return new NativeConnection(await duckdb.connect(this.#database));
  }

  /** All connections must be closed before. */
  close(): void {
    duckdb.close_sync(this.#database);
  }
}

/** One connection: one statement at a time. */
export class NativeConnection {
  readonly #connection: duckdb.Connection;
  #streaming = false;

  constructor(connection: duckdb.Connection) {
    this.#connection = connection;
  }

  /** Runs statements and drops their results. */
  async run(sql: string): Promise<void> {
    this.#streaming = false;
    await duckdb.query(this.#connection, sql);
  }

  /** Runs statements and returns all rows of the last one, which must be of types that `rowsOf` knows. */
  async rows(sql: string): Promise<ResultValue[][]> {
    this.#streaming = false;
    const result = await duckdb.query(this.#connection, sql);
    const rows: ResultValue[][] = [];
    for (;;) {
      const chunk = await duckdb.fetch_chunk(result);
      if (chunk === null || duckdb.data_chunk_get_size(chunk) === 0) return rows;
      rows.push(...rowsOf(chunk));
    }
  }

  /** Binds one statement. The caller destroys it before the connection is closed. */
  async prepare(sql: string): Promise<PreparedStatement> {
    return new PreparedStatement(await duckdb.prepare(this.#connection, sql), sql);
  }

  /** Begins a query; its chunks are fetched one by one, null at the end. */
  async stream(query: PreparedStatement): Promise<() => Promise<duckdb.DataChunk | null>> {
    const result = await duckdb.execute_prepared_streaming(query.native);
    this.#streaming = true;
    return async () => {
      const chunk = await duckdb.fetch_chunk(result);
      if (chunk !== null && duckdb.data_chunk_get_size(chunk) > 0) return chunk;
      // A query that fails after its first rows ends as if it had no more; only its result's type tells (1.5.5-r.5).
      if (duckdb.result_return_type(result) === duckdb.ResultType.INVALID) throw await streamFailure(this, query.sql);
      return null;
    };
  }

  appender(catalog: string, table: string): duckdb.Appender {
    return duckdb.appender_create_ext(this.#connection, catalog, 'main', table);
  }

  interrupt(): void {
    duckdb.interrupt(this.#connection);
  }

  /** Ends a result that was not fetched to its end: until then it keeps its transaction, or until garbage is collected. */
  async endStream(): Promise<void> {
    if (this.#streaming) await this.run('select 1').catch(() => {});
  }

  /** No statement may be running. */
  async close(): Promise<void> {
    await this.endStream();
    duckdb.disconnect_sync(this.#connection);
  }
}

/** A bound statement. */
export class PreparedStatement {
  constructor(
    readonly native: duckdb.PreparedStatement,
    readonly sql: string,
  ) {}

  get isSelect(): boolean {
    return duckdb.prepared_statement_type(this.native) === duckdb.StatementType.SELECT;
  }

  get parameterCount(): number {
    return duckdb.nparams(this.native);
  }

  /** Columns of the result. */
  columns(): readonly ResultColumn[] {
    return Array.from({ length: duckdb.prepared_statement_column_count(this.native) }, (_, i) => ({
      name: duckdb.prepared_statement_column_name(this.native, i),
      type: columnTypeOf(duckdb.prepared_statement_column_logical_type(this.native, i)),
    }));
  }

  destroy(): void {
    duckdb.destroy_prepare_sync(this.native);
  }
}
