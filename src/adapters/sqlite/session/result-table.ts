import type { ResultTable, ResultValue } from '../../../spi/result-table.js';
import type { Rows, SqliteValue } from './protocol.js';

/** SQLite's values as a small result has them. */
export function resultTable({ columns, rows }: Rows): ResultTable {
  return { columns, rows: rows.map((row) => row.map(resultValue)) };
}

function resultValue(value: SqliteValue): ResultValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : value;
}
