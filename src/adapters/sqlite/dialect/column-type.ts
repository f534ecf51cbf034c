import { DvtError } from '../../../core/errors.js';
import type { ColumnType } from '../../../spi/column-type.js';

/**
 * Engine type -> declared type. A declared type gives the column its affinity and tells dvt, and people, what the values
 * are: dates and times are ISO 8601 text. What of a type SQLite cannot hold is refused value by value by the writer:
 * integers outside 64 bits, decimals that binary floating point does not hold exactly (above 15 digits), NaN.
 */
const DECLARED: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int8: 'INTEGER',
  int16: 'INTEGER',
  int32: 'INTEGER',
  int64: 'INTEGER',
  uint8: 'INTEGER',
  uint16: 'INTEGER',
  uint32: 'INTEGER',
  uint64: 'INTEGER',
  hugeint: 'INTEGER',
  uhugeint: 'INTEGER',
  float32: 'REAL',
  float64: 'REAL',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  uuid: 'UUID',
  varchar: 'TEXT',
  // Two words, so that the affinity is TEXT: the document 1.0 must not become 1.
  json: 'JSON TEXT',
  list: 'JSON TEXT',
  struct: 'JSON TEXT',
  blob: 'BLOB',
};

/** See Dialect.columnType. */
export function columnType(type: ColumnType, column: string): string {
  if (type.kind === 'decimal') return `DECIMAL(${type.precision},${type.scale})`;
  if (type.kind === 'other' && type.name.startsWith('ENUM')) return 'TEXT';
  const declared = DECLARED[type.kind];
  if (declared) return declared;
  const name = type.kind === 'other' ? type.name : type.kind;
  throw new DvtError({
    code: 'DVT5402',
    message: `column ${column} is ${name}, which SQLite has no type for`,
    hint: `Cast it in the model: cast(${column} as varchar)`,
  });
}
