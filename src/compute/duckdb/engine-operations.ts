import pLimit, { type LimitFunction } from 'p-limit';
import { cancelledError } from '../../core/cancelled.js';
import { stripTrailingSemicolon } from '../../core/sql-lexer.js';
import { Analysis } from './analysis.js';
import { analyzerDatabase, engineDatabase } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import { IdleSessions } from './kept-sessions.js';
import { loadByEngine, loadByWriter } from './load-result.js';
import type { AnswerOf, OperationName, RequestOf } from './messages.js';
import { Namespaces } from './namespaces.js';
import { type Operation, Operations } from './operations.js';
import type { DuckDbOptions } from './options.js';
import { ENCLOSED_PREFIX, fetchTable } from './result-query.js';
import { Sessions } from './sessions.js';
import { StagingPlaces } from './staging-places.js';
import { StagingTables } from './staging-tables.js';
import { WorkerThreads } from './worker-threads.js';

/** Each statement holds one thread of libuv's pool, which all threads of the process share, until it ends. */
const STATEMENTS_AT_ONCE = 3;

type Handlers = {
  readonly [K in OperationName]: (request: RequestOf<K>, onProgress: (rows: number) => void) => Promise<AnswerOf<K>>;
};

/** What the engine's thread can be asked, by name. */
export function engineOperations(options: DuckDbOptions): Handlers {
  const database = engineDatabase(options);
  const analyzed = analyzerDatabase(options.now ?? null);
  const operations = new Operations();
  const places = new StagingPlaces(database);
  const namespaces = new Namespaces(database, places);
  const sessions = new Sessions(database);
  const kept = new IdleSessions();
  const analysis = new Analysis(analyzed);
  const stagings = new StagingTables(database, places);
  const threads = new WorkerThreads(database, options.threads ?? null);
  const statement = pLimit(STATEMENTS_AT_ONCE);
  const run = <T>(id: string, work: (operation: Operation) => Promise<T>): Promise<T> =>
    operations.run(id, (operation) => inTurn(statement, operation, () => threads.forQuery(() => work(operation))));

  return {
    openStaging: (request) => operations.run(request.table, () => stagings.open(request)),
    takeBatches: ({ table, channel }, onProgress) =>
      operations.run(table, (operation) =>
        threads.forStaging(() => stagings.take(table, channel, operation, onProgress)),
      ),
    finishStaging: ({ table }, onProgress) =>
      operations.run(table, (operation) => threads.forStaging(() => stagings.finish(table, operation, onProgress))),
    abortStaging: ({ table }) => stagings.abort(table),
    dropStaged: ({ table }) => operations.run(table, () => stagings.drop(table)),
    openNamespace: (request) => operations.run(request.id, () => namespaces.open(request)),
    closeNamespace: ({ id }) => operations.run(id, () => namespaces.close(id)),
    load: ({ run: { namespace, sql }, plan }) =>
      run(namespace, async (operation) => {
        const query = namespaces.qualify(namespace, stripTrailingSemicolon(sql));
        const before = plan.kind === 'engine' ? plan.before : plan.projection === null ? '' : ENCLOSED_PREFIX;
        const connection = await database.connect();
        try {
          return await operation.using(connection, () =>
            plan.kind === 'engine'
              ? loadByEngine(connection, plan.before + query.sql + plan.after)
              : loadByWriter(connection, query.sql, plan, operation, kept),
          );
        } catch (error) {
          throw duckDbError(error, 'DVT5102', query, Buffer.byteLength(before));
        } finally {
          await connection.close();
        }
      }),
    endIdleSessions: async () => {
      await kept.endAll();
      return null;
    },
    query: ({ run: { namespace, sql }, limit }) =>
      run(namespace, async (operation) => {
        const query = namespaces.qualify(namespace, stripTrailingSemicolon(sql));
        const connection = await database.connect();
        try {
          return await operation.using(connection, () => fetchTable(connection, query.sql, limit));
        } catch (error) {
          throw duckDbError(error, 'DVT5102', query);
        } finally {
          await connection.close();
        }
      }),
    openSession: () => sessions.open(),
    querySession: ({ session, work, sql, limit }) =>
      run(work, (operation) => sessions.query(session, sql, limit, operation)),
    describeSession: ({ session, sql }) =>
      run(`session ${session}`, (operation) => sessions.columns(session, sql, operation)),
    closeSession: async ({ session }) => {
      await sessions.close(session);
      return null;
    },
    analyze: ({ sql, relations }) => analysis.analyze(sql, relations),
    queryColumns: ({ sql, relations }) => analysis.columns(sql, relations),
    parseExpressions: ({ texts }) => analysis.parseExpressions(texts),
    parseQuery: ({ sql }) => analysis.parseQuery(sql),
    printQueries: ({ trees }) => analysis.printQueries(trees),
    firstRow: ({ sql, conditions }) => analysis.firstRow(sql, conditions),
    cancel: async ({ id }) => {
      operations.cancel(id);
      return null;
    },
    close: async () => {
      await operations.cancelAll();
      await stagings.abortAll();
      await Promise.all([namespaces.closeAll(), sessions.closeAll(), analysis.closeAll(), kept.closeAll()]);
      await Promise.all([database.close(), analyzed.close()]);
      return null;
    },
  };
}

/** Waits for a free statement; a cancel ends the wait. */
function inTurn<T>(statement: LimitFunction, operation: Operation, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let begun = false;
    operation.onCancel(() => {
      if (!begun) reject(cancelledError());
    });
    const begin = () => {
      operation.throwIfCancelled();
      begun = true;
      return work();
    };
    statement(begin).then(resolve, reject);
  });
}
