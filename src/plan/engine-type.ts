import type { ColumnType, ScalarKind } from '../spi/column-type.js';

const NAMES: Readonly<Record<string, ScalarKind>> = {
  text: 'varchar',
  varchar: 'varchar',
  string: 'varchar',
  boolean: 'boolean',
  bool: 'boolean',
  tinyint: 'int8',
  smallint: 'int16',
  int: 'int32',
  integer: 'int32',
  bigint: 'int64',
  hugeint: 'hugeint',
  ubigint: 'uint64',
  real: 'float32',
  float: 'float32',
  double: 'float64',
  'double precision': 'float64',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  'timestamp with time zone': 'timestamptz',
  interval: 'interval',
  uuid: 'uuid',
  json: 'json',
  blob: 'blob',
  bytea: 'blob',
};

const WIDEST_DECIMAL = 38;

/** The type that a user's `fetch_as` names, in DuckDB's words; null where there is no such type. */
export function parseEngineType(text: string): ColumnType | null {
  const name = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const kind = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (kind !== undefined) return { kind };
  const decimal = /^(?:decimal|numeric) ?\( ?(\d+) ?(?:, ?(\d+) ?)?\)$/.exec(name);
  if (decimal === null) return null;
  const precision = Number(decimal[1]);
  const scale = Number(decimal[2] ?? 0);
  return precision >= 1 && precision <= WIDEST_DECIMAL && scale <= precision
    ? { kind: 'decimal', precision, scale }
    : null;
}
