import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
  FLOAT,
  HUGEINT,
  INTEGER,
  INTERVAL,
  SMALLINT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  TINYINT,
  UBIGINT,
  UHUGEINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  UUID,
  VARCHAR,
} from '@duckdb/node-api';
import type { ColumnType, ScalarKind } from '../../spi/column-type.js';

const NATIVE: Readonly<Record<ScalarKind, DuckDBType>> = {
  boolean: BOOLEAN,
  int8: TINYINT,
  int16: SMALLINT,
  int32: INTEGER,
  int64: BIGINT,
  hugeint: HUGEINT,
  uint8: UTINYINT,
  uint16: USMALLINT,
  uint32: UINTEGER,
  uint64: UBIGINT,
  uhugeint: UHUGEINT,
  float32: FLOAT,
  float64: DOUBLE,
  date: DATE,
  time: TIME,
  timestamp: TIMESTAMP,
  timestamptz: TIMESTAMPTZ,
  interval: INTERVAL,
  uuid: UUID,
  varchar: VARCHAR,
  // An alias of VARCHAR: the same vectors.
  json: VARCHAR,
  blob: BLOB,
};

const KINDS: ReadonlyMap<DuckDBTypeId, ScalarKind> = new Map(
  (Object.entries(NATIVE) as [ScalarKind, DuckDBType][])
    .filter(([kind]) => kind !== 'json')
    .map(([kind, type]) => [type.typeId, kind]),
);

/** DuckDB's type for the vectors of a column. Throws for nested types, which batches do not carry. */
export function nativeType(type: ColumnType): DuckDBType {
  if (type.kind === 'decimal') return DECIMAL(type.precision, type.scale);
  if (type.kind === 'list' || type.kind === 'struct' || type.kind === 'other') {
    throw new TypeError(`batches do not carry ${type.kind}`);
  }
  return NATIVE[type.kind];
}

/** The column type of a result's column; types without an equal are `other`, under DuckDB's name. */
export function columnTypeOf(type: DuckDBType): ColumnType {
  if (type instanceof DuckDBDecimalType) return { kind: 'decimal', precision: type.width, scale: type.scale };
  if (type instanceof DuckDBListType) return { kind: 'list', element: columnTypeOf(type.valueType) };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.map((name, i) => ({ name, type: columnTypeOf(type.entryTypes[i]!) }));
    return { kind: 'struct', fields };
  }
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return { kind: 'json' };
  const kind = KINDS.get(type.typeId);
  return kind === undefined ? { kind: 'other', name: type.toString() } : { kind };
}
