import { cancelledError } from '../../../core/cancelled.js';
import type { StatementOptions } from '../../../spi/connection.js';
import type { SqlSession, StatementResult } from '../../../spi/session.js';
import type { Answer, Session } from './session.js';
import { splitStatements } from './split-statements.js';

/** A session that belongs to its caller. DDL ends a transaction here: the server commits what was open. */
export class MysqlSqlSession implements SqlSession {
  #inTransaction = false;
  #closed = false;

  constructor(
    readonly session: Session,
    private readonly kill: (id: number) => Promise<void>,
    private readonly onClose: (session: MysqlSqlSession) => void,
  ) {}

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  /** Cancels the statement that runs now, if there is one; never throws. */
  async interrupt(): Promise<void> {
    await this.kill(this.session.id).catch(() => {});
  }

  async query(sql: string, { signal, limit }: StatementOptions = {}): Promise<StatementResult> {
    let result: StatementResult = { columns: [], rows: [], rowsAffected: null, message: null };
    for (const statement of splitStatements(sql)) result = spoken(await this.#run(statement, signal));
    return limit === undefined ? result : { ...result, rows: result.rows.slice(0, limit) };
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction) await this.#run('start transaction');
  }

  async commit(): Promise<void> {
    if (this.#inTransaction) await this.#run('commit');
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    if (!this.session.lost) await this.session.run('rollback');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // The server undoes what is open when the session ends.
    await this.session.close();
    this.onClose(this);
  }

  async #run(sql: string, signal?: AbortSignal): Promise<Answer> {
    if (signal?.aborted) throw cancelledError();
    const abort = () => void this.kill(this.session.id).catch(() => {});
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const answer = await this.session.run(sql);
      // A result with rows does not carry the flag; a query begins nothing.
      if (answer.outcome !== null) this.#inTransaction = answer.outcome.inTransaction;
      return answer;
    } catch (error) {
      throw signal?.aborted ? cancelledError() : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

function spoken({ columns, rows, outcome }: Answer): StatementResult {
  const rowsAffected = outcome === null ? rows.length : outcome.affectedRows;
  return { columns, rows, rowsAffected, message: `SUCCESS ${rowsAffected}` };
}
