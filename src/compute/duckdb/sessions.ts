import pLimit, { type LimitFunction } from 'p-limit';
import { stripTrailingSemicolon } from '../../core/sql-lexer.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ResultTable } from '../../spi/result-table.js';
import type { Database } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import type { NativeConnection } from './native-connection.js';
import type { Operation } from './operations.js';
import { qualify } from './qualify.js';
import { fetchTable, withPrepared } from './result-query.js';

interface Session {
  readonly connection: NativeConnection;
  /** a connection runs one statement at a time */
  readonly oneAtATime: LimitFunction;
}

/** Connections that adapters hold to let the engine read and write their data. */
export class Sessions {
  readonly #database: Database;
  readonly #sessions = new Map<number, Session>();
  #last = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async open(): Promise<number> {
    const connection = await this.#database.connect();
    this.#sessions.set(++this.#last, { connection, oneAtATime: pLimit(1) });
    return this.#last;
  }

  query(id: number, sql: string, limit: number, operation: Operation): Promise<ResultTable> {
    return this.#use(id, sql, operation, (connection) => fetchTable(connection, sql, limit));
  }

  columns(id: number, sql: string, operation: Operation): Promise<readonly ResultColumn[]> {
    return this.#use(id, sql, operation, (connection) =>
      withPrepared(connection, stripTrailingSemicolon(sql), async (prepared) => prepared.columns()),
    );
  }

  async close(id: number): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    await session?.oneAtATime(() => session.connection.close());
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.close(id)));
  }

  async #use<T>(
    id: number,
    sql: string,
    operation: Operation,
    work: (connection: NativeConnection) => Promise<T>,
  ): Promise<T> {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new Error(`session ${id} is closed`);
    const { connection, oneAtATime } = session;
    try {
      return await oneAtATime(() => operation.using(connection, () => work(connection)));
    } catch (error) {
      throw duckDbError(error, 'DVT5101', qualify(sql, [], ''));
    }
  }
}
