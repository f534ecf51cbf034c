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
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  interval: 'INTERVAL',
  uuid: 'UUID',
  varchar: 'VARCHAR',
  json: 'JSON',
  blob: 'BLOB',
};

/** The type as DuckDB's SQL spells it. */
export function sqlType(type: ColumnType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'list':
      return `${sqlType(type.element)}[]`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoted(field.name)} ${sqlType(field.type)}`).join(', ')})`;
    case 'other':
      return type.name;
    default:
      return NAMES[type.kind];
  }
}

/** An identifier in DuckDB's quotes. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A name of several levels, each in quotes. */
export function qualifiedName(...levels: readonly string[]): string {
  return levels.map(quoted).join('.');
}

/** A string literal. A NUL cannot stand in SQL text and is written as a function. */
export function stringLiteral(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}
