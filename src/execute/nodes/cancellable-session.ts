import type { SqlSession } from '../../spi/session.js';

/** The session with every statement under a signal: aborting it cancels what runs on the server. */
export function cancellable(session: SqlSession, signal: AbortSignal): SqlSession {
  return {
    query: (sql, options) => session.query(sql, { signal, ...options }),
    begin: () => session.begin(),
    commit: () => session.commit(),
    rollback: () => session.rollback(),
    close: () => session.close(),
  };
}
