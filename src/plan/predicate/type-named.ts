import type { ColumnType, ScalarKind } from '../../spi/column-type.js';

/** A type as `json_serialize_sql` writes it. */
export interface SerializedType {
  readonly id: string;
  readonly type_info: { readonly width?: number; readonly scale?: number } | null;
}

const KINDS: Readonly<Record<string, ScalarKind>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INTEGER: 'int32',
  BIGINT: 'int64',
  HUGEINT: 'hugeint',
  UTINYINT: 'uint8',
  USMALLINT: 'uint16',
  UINTEGER: 'uint32',
  UBIGINT: 'uint64',
  UHUGEINT: 'uhugeint',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  INTERVAL: 'interval',
  UUID: 'uuid',
  VARCHAR: 'varchar',
  BLOB: 'blob',
  JSON: 'json',
};

const DEFAULT_DECIMAL = { width: 18, scale: 3 };

/** A type as DuckDB serializes it; null for one that no source has. */
export function typeNamed({ id, type_info: info }: SerializedType): ColumnType | null {
  if (id === 'DECIMAL') {
    const { width = DEFAULT_DECIMAL.width, scale = DEFAULT_DECIMAL.scale } = info ?? {};
    return { kind: 'decimal', precision: width, scale };
  }
  const kind = KINDS[id];
  return kind === undefined ? null : { kind };
}
