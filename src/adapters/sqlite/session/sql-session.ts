import type { StatementOptions } from '../../../spi/connection.js';
import type { SqlSession, StatementResult } from '../../../spi/session.js';
import { resultTable } from './result-table.js';
import type { Session } from './session.js';

/** A session that belongs to its caller; its transactions take the file's write lock at once. */
export class SqliteSqlSession implements SqlSession {
  #inTransaction = false;

  constructor(
    readonly session: Session,
    private readonly onClose: (session: SqliteSqlSession) => void,
  ) {}

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async query(sql: string, options: StatementOptions = {}): Promise<StatementResult> {
    const found = await this.session.run(sql, options);
    this.#inTransaction = found.inTransaction ?? this.#inTransaction;
    const { columns, rows } = resultTable(found);
    return { columns, rows, rowsAffected: columns.length > 0 ? rows.length : (found.changes ?? null), message: 'OK' };
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction) await this.query('begin immediate');
  }

  async commit(): Promise<void> {
    if (this.#inTransaction) await this.query('commit');
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    if (!this.session.ended) await this.session.run('rollback').catch(() => this.session.kill());
  }

  async close(): Promise<void> {
    await this.rollback();
    this.session.kill();
    this.onClose(this);
  }
}
