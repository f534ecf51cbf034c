import type { SourceEstimate } from '../../../spi/connection.js';
import type { Session } from '../session/session.js';

/**
 * What the optimizer expects of a query: each line of EXPLAIN tells the rows of one table for one row of the lines before
 * it. Of groups it says nothing, and of costs only newer versions do.
 */
export async function explain(session: Session, sql: string): Promise<SourceEstimate | null> {
  const { columns, rows } = await session.run(`explain ${sql}`);
  const at = (name: string) => columns.findIndex((column) => column.name.toLowerCase() === name);
  const [id, count, filtered] = [at('id'), at('rows'), at('filtered')];
  const first = rows.filter((row) => row[id] === rows[0]?.[id]);
  const shares = first.map((row) => Number(row[count] ?? 1) * (filtered < 0 ? 1 : Number(row[filtered] ?? 100) / 100));
  return { rows: Math.ceil(shares.reduce((product, share) => product * share, 1)), cost: null, beforeGrouping: true };
}
