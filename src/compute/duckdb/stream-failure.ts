import type { NativeConnection } from './native-connection.js';

/** How long a failed query may run again before its reason is given up. */
const AGAIN_MILLISECONDS = 60_000;
const EXPLAIN = 'explain analyze ';

/**
 * Why a query failed after its first rows. The client library does not hand out that error: the query runs once more,
 * its rows dropped as they come, to meet it again.
 */
export async function streamFailure(connection: NativeConnection, sql: string): Promise<Error> {
  const timer = setTimeout(() => connection.interrupt(), AGAIN_MILLISECONDS);
  try {
    await connection.run(EXPLAIN + sql);
  } catch (error) {
    if (error instanceof Error && !error.message.includes('"INTERRUPT"')) return withoutPrefix(error);
  } finally {
    clearTimeout(timer);
  }
  return new Error('Runtime Error: The query failed after its first rows, and DuckDB does not say why.');
}

/** The error, its position counted from the beginning of the query itself. */
function withoutPrefix(error: Error): Error {
  const position = /"position":"(\d+)"/.exec(error.message);
  if (position === null) return error;
  const own = Number(position[1]) - EXPLAIN.length;
  return new Error(error.message.replace(position[0], `"position":"${own}"`));
}
