import { type Failure, toFailure } from '../../../core/failure.js';
import type { Database } from '../profile.js';
import { openDatabase } from './open-database.js';
import type { Request, Response, Rows, SqliteValue } from './protocol.js';
import { splitStatements } from './split-statements.js';

/** The first message either way: the database to open, and that it is open or why it is not. */
export interface Opened {
  readonly opened: true | Failure;
}

const send = (message: Response | Opened) => process.send?.(message);

/**
 * A session of its own process: SQLite's calls block their thread and its library offers no interrupt, so a statement is
 * cancelled by killing the process; the journal undoes what it had begun. Ends with its parent.
 */
process.once('message', async (database: Database) => {
  process.once('disconnect', () => process.exit(0));
  try {
    const opened = await openDatabase(database);
    const one = (sql: string, limit: number | null): Rows => {
      const statement = opened.prepare(sql);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      const columns = statement.columns().map(({ name, type }) => ({ name, type: type ?? '' }));
      if (columns.length === 0) {
        const changes = Number(statement.run().changes);
        return { columns, rows: [], changes, inTransaction: opened.isTransaction };
      }
      const rows: SqliteValue[][] = [];
      for (const row of statement.iterate() as IterableIterator<SqliteValue[]>) {
        if (limit !== null && rows.length >= limit) break;
        rows.push(row);
      }
      return { columns, rows, inTransaction: opened.isTransaction };
    };
    const run = ({ sql, limit }: Request): Rows => {
      // It would compile the first statement of a text and forget the others.
      let last: Rows = { columns: [], rows: [] };
      for (const statement of splitStatements(sql)) last = one(statement, limit);
      return last;
    };
    process.on('message', (request: Request) => {
      try {
        send({ id: request.id, result: run(request) });
      } catch (error) {
        const { message, errcode = null } = error as { message: string; errcode?: number };
        send({ id: request.id, refusal: { message, errcode } });
      }
    });
    send({ opened: true });
  } catch (error) {
    send({ opened: toFailure(error) });
  }
});
