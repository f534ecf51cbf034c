import type { ColumnType, ScalarKind } from '../../spi/column-type.js';

const NAMES: Readonly<Record<ScalarKind, string>> = {
  boolean: 'BOOLEAN',
  int8: 'TINYINT',
  int16: 'SMALLINT',
  int32: 'INTEGER',
  int64: 'BIGINT',
  hugeint: 'HUGEINT',
  uint8: 'UTINYINT',
  uint16: 'USMALLINT',
  uint32: 'UINTEGER',
  uint64: 'UBIGINT',
  uhugeint: 'UHUGEINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  interval: 'INTERVAL',
  uuid: 'UUID',
  varchar: 'VARCHAR',
  json: 'VARCHAR',
  blob: 'BLOB',
};

/** A type as the engine spells it; null for nested ones, whose values say it themselves. */
export function engineTypeName(type: ColumnType): string | null {
  if (type.kind === 'decimal') return `DECIMAL(${type.precision},${type.scale})`;
  if (type.kind === 'other') return type.name;
  return type.kind === 'list' || type.kind === 'struct' ? null : NAMES[type.kind];
}
