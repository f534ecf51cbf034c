import { splitStatements } from '../../core/sql-lexer.js';
import { typeName } from '../../core/type-name.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ResultTable, ResultValue } from '../../spi/result-table.js';
import type { NativeConnection, PreparedStatement } from './native-connection.js';
import { quoted } from './quoting.js';
import { isReadable, rowsOf } from './vector-values.js';

/** What `enclosed` puts before a query. */
export const ENCLOSED_PREFIX = 'from (\n';

/** Puts a query in parentheses and selects `expressions` of its columns. */
export function enclosed(sql: string, expressions: readonly string[], alias = ''): string {
  return `${ENCLOSED_PREFIX}${sql}\n)${alias} select ${expressions.join(', ')}`;
}

/** Binds one statement for the time of `work`. */
export async function withPrepared<T>(
  connection: NativeConnection,
  sql: string,
  work: (prepared: PreparedStatement) => Promise<T>,
): Promise<T> {
  const prepared = await connection.prepare(sql);
  try {
    return await work(prepared);
  } finally {
    prepared.destroy();
  }
}

/**
 * Runs statements one after the other and fetches the last one's first `limit` rows: numbers, booleans and text as such,
 * everything else in the text that DuckDB casts it to. A statement that changes rows returns one row with their number.
 */
export async function fetchTable(connection: NativeConnection, sql: string, limit: number): Promise<ResultTable> {
  const statements = splitStatements(sql);
  for (const statement of statements.slice(0, -1)) await connection.run(statement);
  const last = statements.at(-1);
  if (last === undefined) return { columns: [], rows: [] };
  return withPrepared(connection, last, async (prepared) => {
    const columns = prepared.columns();
    if (!prepared.isSelect) return { columns: named(columns), rows: await connection.rows(last) };
    const rows = columns.every(({ type }) => isReadable(type))
      ? await firstRows(connection, prepared, limit)
      : await withPrepared(connection, withText(last, columns), (text) => firstRows(connection, text, limit));
    return { columns: named(columns), rows };
  });
}

function named(columns: readonly ResultColumn[]): ResultTable['columns'] {
  return columns.map(({ name, type }) => ({ name, type: typeName(type) }));
}

async function firstRows(
  connection: NativeConnection,
  prepared: PreparedStatement,
  limit: number,
): Promise<ResultValue[][]> {
  const fetch = await connection.stream(prepared);
  const rows: ResultValue[][] = [];
  while (rows.length < limit) {
    const chunk = await fetch();
    if (chunk === null) break;
    rows.push(...rowsOf(chunk).slice(0, limit - rows.length));
  }
  await connection.endStream();
  return rows;
}

function withText(sql: string, columns: readonly ResultColumn[]): string {
  const names = columns.map((_, i) => quoted(`c${i}`));
  const expressions = columns.map(({ type }, i) => (isReadable(type) ? names[i]! : `${names[i]}::VARCHAR`));
  return enclosed(sql, expressions, ` as t(${names.join(', ')})`);
}
