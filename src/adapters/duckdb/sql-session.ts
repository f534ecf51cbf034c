import { splitStatements } from '../../core/sql-lexer.js';
import type { StatementOptions } from '../../spi/connection.js';
import type { EngineSql } from '../../spi/engine.js';
import type { SqlSession, StatementResult } from '../../spi/session.js';

/** Statements that answer with the number of rows they changed. */
const CHANGES = /^\s*(insert|update|delete|merge|create|copy|with)\b/i;

/** One of the engine's sessions that belongs to its caller. */
export class EngineSqlSession implements SqlSession {
  #inTransaction = false;

  constructor(readonly sql: EngineSql) {}

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async query(sql: string, options?: StatementOptions): Promise<StatementResult> {
    let result: StatementResult = { columns: [], rows: [], rowsAffected: null, message: null };
    for (const statement of splitStatements(sql)) {
      result = spoken(statement, await this.sql.query(statement, options));
      this.#notice(statement);
    }
    return result;
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction) await this.query('begin transaction');
  }

  async commit(): Promise<void> {
    if (this.#inTransaction) await this.query('commit');
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    // After some errors DuckDB has rolled back by itself.
    await this.sql.query('rollback').catch(() => {});
  }

  async close(): Promise<void> {
    await this.rollback();
    await this.sql.close().catch(() => {});
  }

  /** DuckDB does not tell whether a transaction is open. */
  #notice(statement: string): void {
    const words = statement.replace(/^(\s|--[^\n]*\n|\/\*.*?\*\/)+/s, '');
    if (/^(begin|start\s+transaction)\b/i.test(words)) this.#inTransaction = true;
    else if (/^(commit|end|rollback|abort)\b/i.test(words)) this.#inTransaction = false;
  }
}

function spoken(statement: string, { columns, rows }: Pick<StatementResult, 'columns' | 'rows'>): StatementResult {
  const counted = columns.length === 1 && columns[0]!.name === 'Count' && CHANGES.test(statement);
  if (counted) return { columns: [], rows: [], rowsAffected: Number(rows[0]?.[0] ?? 0), message: 'OK' };
  return { columns, rows, rowsAffected: columns.length === 0 ? null : rows.length, message: 'OK' };
}
