import { clientError, type PlacedError } from '../session/errors.js';
import type { Run } from '../session/pool.js';
import type { TextResult } from '../session/text-query.js';

/** All rows: a statement with it is sent by the extended protocol, which takes one statement only. */
const ALL_ROWS = 0;

/** Runs a statement that ends in a user's SQL. An error gets its place in that SQL, whatever dvt wrote before it. */
export async function runUserSql(run: Run, before: string, sql: string): Promise<TextResult> {
  try {
    return await run(before + sql, ALL_ROWS);
  } catch (error) {
    const { position } = clientError(error);
    if (position !== null && typeof error === 'object' && error !== null) {
      // The server counts characters, a string counts code units.
      const offset = [...(before + sql)].slice(0, position - 1).join('').length - before.length;
      if (offset >= 0) Object.assign(error, { offsetInUserSql: offset } satisfies PlacedError);
    }
    throw error;
  }
}
