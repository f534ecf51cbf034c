import type { StatementOptions } from '../../../spi/connection.js';
import type { SqlSession, StatementResult } from '../../../spi/session.js';
import { cancelStatement } from './cancel.js';
import { cancelled, statementError } from './errors.js';
import { cancelKeyOf, endSession, type Session } from './open.js';
import type { SessionOptions } from './options.js';
import { type Run, runText, type SessionPool } from './pool.js';
import { runQuery } from './result-table.js';

/** A session that belongs to its caller. */
export class PostgresSqlSession implements SqlSession {
  /** the session as the steps of publishing use it */
  readonly run: Run = (sql, limit) => runText(this.session.client, sql, limit ?? null);
  #closed = false;

  constructor(
    private readonly session: Session,
    private readonly options: SessionOptions,
    private readonly watch: SessionPool['watch'],
    private readonly onClose: (session: PostgresSqlSession) => void,
  ) {}

  /** Runs a step; aborting the signal cancels its statement on the server. Throws DvtErrors. */
  async use<T>(doing: string | null, work: (run: Run) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled(this.options, doing);
    const cancel = () => void cancelStatement(this.options, cancelKeyOf(this.session));
    signal?.addEventListener('abort', cancel);
    const watch = this.watch(this.session, doing);
    try {
      return await work(this.run);
    } catch (error) {
      throw statementError(error, this.options, doing, watch.holder);
    } finally {
      watch.stop();
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Cancels the statement that runs now, if there is one. */
  interrupt(): Promise<void> {
    return cancelStatement(this.options, cancelKeyOf(this.session));
  }

  /** as the server sees it, also where a statement's own text began or ended one */
  get inTransaction(): boolean {
    return ['T', 'E'].includes(this.session.client.getTransactionStatus() ?? '');
  }

  query(sql: string, { limit, signal }: StatementOptions = {}): Promise<StatementResult> {
    return this.use(null, (run) => runQuery(run, sql, limit ?? null), signal);
  }

  async begin(): Promise<void> {
    if (!this.inTransaction) await this.use(null, (run) => run('begin'));
  }

  async commit(): Promise<void> {
    if (this.inTransaction) await this.use(null, (run) => run('commit'));
  }

  async rollback(): Promise<void> {
    if (this.inTransaction) await this.use(null, (run) => run('rollback'));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // The server undoes what is open when the session ends.
    await endSession(this.session.client);
    this.onClose(this);
  }
}
