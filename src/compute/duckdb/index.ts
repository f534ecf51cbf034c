import type { Engine, QueryAnalyzer } from '../../spi/engine.js';
import { openSession } from './engine-session.js';
import { EngineThread } from './engine-thread.js';
import { openStaging } from './open-staging.js';
import type { DuckDbOptions } from './options.js';

export type { DuckDbOptions } from './options.js';

/** DuckDB as the engine, and as the planner's analyzer, in one thread. */
export interface DuckDbEngine extends Engine {
  /** Its `close` does nothing: it ends with the engine. */
  readonly analyzer: QueryAnalyzer;
}

/** Opens the engine. Nothing is started, and nothing is made in `options.directory`, before the first use. */
export function openDuckDbEngine(options: DuckDbOptions): DuckDbEngine {
  const thread = new EngineThread(options);
  const analyzer: QueryAnalyzer = {
    analyze: (sql, relations) => thread.ask('analyze', { sql, relations }),
    columns: (sql, relations) => thread.ask('queryColumns', { sql, relations }),
    parseExpressions: (texts) => thread.ask('parseExpressions', { texts }),
    parseQuery: (sql) => thread.ask('parseQuery', { sql }),
    printQueries: (trees) => thread.ask('printQueries', { trees }),
    firstRow: (sql, conditions) => thread.ask('firstRow', { sql, conditions }),
    close: async () => {},
  };
  return {
    type: 'duckdb',
    analyzer,
    sql: () => openSession(thread),
    openStaging: (request) => openStaging(thread, request),
    dropStaged: async (table) => {
      await thread.ask('dropStaged', { table });
    },
    openNamespace: async (request) => {
      await thread.ask('openNamespace', request);
    },
    closeNamespace: async (id) => {
      await thread.ask('closeNamespace', { id });
    },
    load: (run, plan) => thread.ask('load', { run, plan }),
    endIdleSessions: async () => {
      await thread.ask('endIdleSessions', null);
    },
    query: (run, limit) => thread.ask('query', { run, limit }),
    cancel: async (id) => {
      await thread.ask('cancel', { id });
    },
    close: () => thread.close(),
  };
}
