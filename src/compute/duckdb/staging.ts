import { typeName } from '../../core/type-name.js';
import type { BatchChannel } from '../../spi/batch.js';
import type { StageResult, StagingRequest } from '../../spi/engine.js';
import { BatchAppender } from './batch-appender.js';
import { takeBatches } from './batch-intake.js';
import { type Database, ROW_MARKER } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import type { NativeConnection } from './native-connection.js';
import type { Operation } from './operations.js';
import { quoted } from './quoting.js';
import { RowRanges } from './row-ranges.js';
import type { StagingPlaces } from './staging-places.js';

const PROGRESS_MILLISECONDS = 100;

/**
 * A staging table that readers fill, in one transaction. Rows are appended as they come; those of a reader that failed are
 * known by their positions and removed at the end, so that the others need not send theirs again.
 */
export class StagingTable {
  readonly #sqlName: string;
  readonly #connection: NativeConnection;
  readonly #appender: BatchAppender;
  readonly #discarded = new RowRanges();
  /** rows appended, those to be removed included */
  #appended = 0;
  #bytes = 0;
  #reported = performance.now();
  #ended = false;

  private constructor(sqlName: string, connection: NativeConnection, appender: BatchAppender) {
    this.#sqlName = sqlName;
    this.#connection = connection;
    this.#appender = appender;
  }

  /** Creates the table, in a transaction that nobody else sees. */
  static async open(
    database: Database,
    places: StagingPlaces,
    { table, columns, layout }: Omit<StagingRequest, 'onProgress'>,
  ): Promise<StagingTable> {
    const definitions = columns.map(({ name, type }) => `${quoted(name)} ${typeName(type)}`);
    if (definitions.length === 0) definitions.push(`${quoted(ROW_MARKER)} UTINYINT`);
    const name = places.name(table);
    const connection = await database.connect();
    try {
      await connection.run('begin');
      await connection.run(`create table ${name} (${definitions.join(', ')})`);
      const appender = connection.appender(places.catalog(table), table);
      return new StagingTable(name, connection, new BatchAppender(appender, layout));
    } catch (error) {
      await connection.close();
      throw duckDbError(error, 'DVT5101');
    }
  }

  /** Takes all that one reader sends. When it rejects, none of its rows will be in the table. */
  async take(channel: BatchChannel, operation: Operation, onProgress: (rows: number) => void): Promise<StageResult> {
    const own = new RowRanges();
    const append = (buffer: ArrayBuffer) => {
      if (this.#ended) throw new Error('the staging table is closed');
      const rows = this.#appender.append(buffer);
      own.add(this.#appended, rows);
      this.#appended += rows;
      this.#report(onProgress);
      return rows;
    };
    try {
      const bytes = await takeBatches(channel, append, (stop) => operation.onCancel(stop));
      this.#bytes += bytes;
      return { rows: own.rows, bytes };
    } catch (error) {
      this.#discarded.addAll(own);
      throw duckDbError(error, 'DVT5101');
    }
  }

  /** Commits, and removes what failed readers had sent. */
  async finish(operation: Operation): Promise<StageResult> {
    try {
      operation.throwIfCancelled();
      return await operation.using(this.#connection, async () => {
        this.#appender.finish();
        this.#ended = true;
        await this.#connection.run('commit');
        await this.#removeDiscarded();
        return { rows: this.#appended - this.#discarded.rows, bytes: this.#bytes };
      });
    } catch (error) {
      throw duckDbError(error, 'DVT5101');
    }
  }

  /** Rolls back, drops what was committed, and closes. Never throws. */
  async abort(): Promise<void> {
    if (!this.#ended) this.#appender.discard();
    this.#ended = true;
    // A failed flush has already ended the transaction.
    await this.#connection.run('rollback').catch(() => {});
    await this.#connection.run(`drop table if exists ${this.#sqlName}`).catch(() => {});
    await this.close();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** Rows of a table that one transaction filled have their positions as rowids. */
  async #removeDiscarded(): Promise<void> {
    if (this.#discarded.rows === 0) return;
    const [[removed] = []] = await this.#connection.rows(
      `delete from ${this.#sqlName} where rowid in (${this.#discarded.selectSql()})`,
    );
    if (Number(removed) !== this.#discarded.rows) {
      throw new Error(`${removed} rows were removed instead of ${this.#discarded.rows}`);
    }
  }

  #report(onProgress: (rows: number) => void): void {
    const now = performance.now();
    if (now - this.#reported < PROGRESS_MILLISECONDS) return;
    this.#reported = now;
    onProgress(this.#appended - this.#discarded.rows);
  }
}
