import type { StatementOptions } from './connection.js';
import type { ResultTable } from './result-table.js';

/**
 * One session of a database: its statements run one after another, see each other's temporary tables and share one
 * transaction where one is open.
 */
export interface SqlSession {
  /**
   * Runs one statement, or several with `;` between them where the database takes that in one go; the result is the last
   * one's. Outside of `begin` and `commit` each statement commits itself.
   */
  query(sql: string, options?: StatementOptions): Promise<StatementResult>;
  /** Opens a transaction; one that is open goes on. */
  begin(): Promise<void>;
  /** Does nothing where no transaction is open. */
  commit(): Promise<void>;
  /** Does nothing where no transaction is open. */
  rollback(): Promise<void>;
  /** Rolls back what is open and gives the session back. Idempotent, never throws. */
  close(): Promise<void>;
}

/** What a statement gave. */
export interface StatementResult extends ResultTable {
  /** rows written, or returned by a query; null where the database does not say */
  readonly rowsAffected: number | null;
  /** the server's words, e.g. `INSERT 0 5`, `SELECT 3`; null where it has none */
  readonly message: string | null;
}
