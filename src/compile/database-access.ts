import { DvtError } from '../core/errors.js';
import { inStatement, offsetIn } from '../core/sql-place.js';
import type { ResultTable } from '../spi/result-table.js';
import type { SqlSession, StatementResult } from '../spi/session.js';

/** How the templates of one rendering reach their database. */
export interface DatabaseAccess {
  /** null while compiling: every statement is its own */
  readonly session: SqlSession | null;
  /** Runs one statement, in a transaction where `begin` says so and there is a session. */
  query(sql: string, options: { readonly begin: boolean; readonly limit: number | null }): Promise<StatementResult>;
}

/** Statements while compiling. */
export function withoutSession(query: (sql: string) => Promise<ResultTable>): DatabaseAccess {
  return {
    session: null,
    query: async (sql) => {
      const table = await query(sql);
      return { ...table, rowsAffected: table.rows.length, message: null };
    },
  };
}

/**
 * Statements of one session. An error inside of `compiled`, the node's own SQL, points into that instead of into the
 * statement around it.
 */
export function overSession(session: SqlSession, compiled: string | null): DatabaseAccess {
  return {
    session,
    query: async (sql, { begin, limit }) => {
      if (begin) await session.begin();
      try {
        return await session.query(sql, limit === null ? {} : { limit });
      } catch (error) {
        throw compiled === null ? error : withinCompiled(error, sql, compiled);
      }
    },
  };
}

function withinCompiled(error: unknown, sql: string, compiled: string): unknown {
  if (!(error instanceof DvtError)) return error;
  const position = offsetIn(inStatement(error, sql), compiled);
  // A place outside of it is in what a macro wrote around.
  return new DvtError(error.diagnostics, {
    terminal: error.terminal,
    cause: position === null ? undefined : { position },
  });
}
