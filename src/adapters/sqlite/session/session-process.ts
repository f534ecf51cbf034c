import { type Failure, toFailure } from '../../../core/failure.js';
import type { Database } from '../profile.js';
import { syntaxErrorOffset } from './error-place.js';
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
    const failureOf = (sql: string): string => {
      try {
        opened.prepare(sql);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const answer = ({ id, sql, limit }: Request): Response => {
      let last: Rows = { columns: [], rows: [] };
      // It would compile the first statement of a text and forget the others.
      for (const statement of splitStatements(sql)) {
        try {
          last = one(statement, limit);
        } catch (error) {
          const { message, errcode = null } = error as { message: string; errcode?: number };
          const position = syntaxErrorOffset(message, statement, failureOf);
          return { id, refusal: { message, errcode, statement, ...(position !== undefined && { position }) } };
        }
      }
      return { id, result: last };
    };
    process.on('message', (request: Request) => send(answer(request)));
    send({ opened: true });
  } catch (error) {
    send({ opened: toFailure(error) });
  }
});
