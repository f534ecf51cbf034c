import { type DuckDBConnection, type DuckDBPreparedStatement, type DuckDBValue, StatementType } from '@duckdb/node-api';
import { splitStatements } from '../../core/sql-lexer.js';
import type { ColumnType, ResultColumn } from '../../spi/column-type.js';
import type { ResultTable, ResultValue } from '../../spi/result-table.js';
import { columnTypeOf } from './native-type.js';
import { quoted, sqlType } from './sql-type.js';

/** What `enclosed` puts before a query. */
export const ENCLOSED_PREFIX = 'from (\n';

/** Puts a query in parentheses and selects `expressions` of its columns. */
export function enclosed(sql: string, expressions: readonly string[], alias = ''): string {
  return `${ENCLOSED_PREFIX}${sql}\n)${alias} select ${expressions.join(', ')}`;
}

/** Columns of a prepared statement's result. */
export function columnsOf(prepared: DuckDBPreparedStatement): readonly ResultColumn[] {
  return Array.from({ length: prepared.columnCount }, (_, i) => ({
    name: prepared.columnName(i),
    type: columnTypeOf(prepared.columnType(i)),
  }));
}

/** Runs statements one after the other; the last one's first `limit` rows are fetched, dates and the like as text. */
export async function fetchTable(connection: DuckDBConnection, sql: string, limit: number): Promise<ResultTable> {
  const statements = splitStatements(sql);
  for (const statement of statements.slice(0, -1)) await connection.run(statement);
  const last = statements.at(-1) ?? '';
  const first = await connection.prepare(last);
  const columns = columnsOf(first);
  const textual = first.statementType === StatementType.SELECT && !columns.every(({ type }) => isDirect(type));
  const prepared = textual ? await connection.prepare(withText(last, columns)) : first;
  try {
    const result = await prepared.stream();
    const rows: ResultValue[][] = [];
    for (;;) {
      const chunk = rows.length < limit ? await result.fetchChunk() : null;
      if (chunk === null || chunk.rowCount === 0) break;
      for (const row of chunk.getRows()) if (rows.length < limit) rows.push(row.map(directValue));
    }
    return { columns: columns.map(({ name, type }) => ({ name, type: sqlType(type) })), rows };
  } finally {
    prepared.destroySync();
    if (textual) first.destroySync();
  }
}

const DIRECT = new Set<ColumnType['kind']>([
  'boolean',
  'int8',
  'int16',
  'int32',
  'int64',
  'hugeint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uhugeint',
  'float32',
  'float64',
  'varchar',
  'json',
]);

/** Whether JavaScript has the value; everything else is shown in the text that DuckDB casts it to. */
function isDirect(type: ColumnType): boolean {
  return DIRECT.has(type.kind);
}

function withText(sql: string, columns: readonly ResultColumn[]): string {
  const names = columns.map((_, i) => quoted(`c${i}`));
  const expressions = columns.map(({ type }, i) => (isDirect(type) ? names[i]! : `${names[i]}::VARCHAR`));
  return enclosed(sql, expressions, ` as t(${names.join(', ')})`);
}

function directValue(value: DuckDBValue): ResultValue {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    default:
      return value === null ? null : String(value);
  }
}
