import type { StatementOptions } from '../../../spi/connection.js';
import type { SqlSession, StatementResult } from '../../../spi/session.js';
import { cancelStatement } from './cancel.js';
import { cancelled, isConnectionLoss, statementError } from './errors.js';
import { cancelKeyOf, type Session } from './open.js';
import type { SessionOptions } from './options.js';
import { type Run, runText, type SessionPool } from './pool.js';
import { runQuery } from './result-table.js';

/** A session that belongs to its caller. */
export class PostgresSqlSession implements SqlSession {
  /** the session as the steps of publishing use it */
  readonly run: Run = (sql, limit) => runText(this.session.client, sql, limit ?? null);
  #closed = false;
  #reusable = true;
  #running = 0;

  constructor(
    private readonly session: Session,
    private readonly options: SessionOptions,
    private readonly watch: SessionPool['watch'],
    /** undoes what is open, and takes the session back where it can be reused */
    private readonly leave: (reusable: boolean) => Promise<void>,
  ) {}

  /** Runs a step; aborting the signal cancels its statement on the server. Throws DvtErrors. */
  async use<T>(doing: string | null, work: (run: Run) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled(this.options, doing);
    const cancel = () => {
      // The request could hit a statement of whoever gets the session next.
      this.#reusable = false;
      void cancelStatement(this.options, cancelKeyOf(this.session));
    };
    signal?.addEventListener('abort', cancel);
    const watch = this.watch(this.session, doing);
    this.#running++;
    try {
      return await work(this.run);
    } catch (error) {
      if (isConnectionLoss(error)) this.#reusable = false;
      throw statementError(error, this.options, doing, watch.holder);
    } finally {
      this.#running--;
      watch.stop();
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Cancels the statement that runs now, if there is one. */
  interrupt(): Promise<void> {
    this.#reusable = false;
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
    await this.leave(this.#reusable && this.#running === 0);
  }
}
