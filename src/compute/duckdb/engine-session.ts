import { cancelledError } from '../../core/cancelled.js';
import { inStatement } from '../../core/sql-place.js';
import type { EngineSql } from '../../spi/engine.js';
import type { EngineThread } from './engine-thread.js';

/** Opens a session for an adapter: a DuckDB connection of its own in the engine's instance. */
export async function openSession(thread: EngineThread): Promise<EngineSql> {
  const session = await thread.ask('openSession', null);
  let last = 0;
  return {
    async query(sql, { signal, limit } = {}) {
      if (signal?.aborted) throw cancelledError();
      const work = `session ${session} query ${++last}`;
      const cancel = () => void thread.ask('cancel', { id: work }).catch(() => {});
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await thread.ask('querySession', { session, work, sql, limit: limit ?? Number.POSITIVE_INFINITY });
      } catch (error) {
        throw inStatement(error, sql);
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    columns: async (sql) => {
      try {
        return await thread.ask('describeSession', { session, sql });
      } catch (error) {
        throw inStatement(error, sql);
      }
    },
    close: async () => {
      // The engine's close has closed it as well.
      await thread.ask('closeSession', { session }).catch(() => {});
    },
  };
}
