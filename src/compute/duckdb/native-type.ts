import duckdb from '@duckdb/node-bindings';
import { typeName } from '../../core/type-name.js';
import type { ColumnType, ScalarKind } from '../../spi/column-type.js';
import { quoted, stringLiteral } from './quoting.js';

const { Type } = duckdb;

const TYPE_IDS: Readonly<Record<ScalarKind, duckdb.Type>> = {
  boolean: Type.BOOLEAN,
  int8: Type.TINYINT,
  int16: Type.SMALLINT,
  int32: Type.INTEGER,
  int64: Type.BIGINT,
  hugeint: Type.HUGEINT,
  uint8: Type.UTINYINT,
  uint16: Type.USMALLINT,
  uint32: Type.UINTEGER,
  uint64: Type.UBIGINT,
  uhugeint: Type.UHUGEINT,
  float32: Type.FLOAT,
  float64: Type.DOUBLE,
  date: Type.DATE,
  time: Type.TIME,
  timestamp: Type.TIMESTAMP,
  timestamptz: Type.TIMESTAMP_TZ,
  interval: Type.INTERVAL,
  uuid: Type.UUID,
  varchar: Type.VARCHAR,
  // An alias of VARCHAR: the same vectors.
  json: Type.VARCHAR,
  blob: Type.BLOB,
};

const KINDS: ReadonlyMap<duckdb.Type, ScalarKind> = new Map(
  (Object.entries(TYPE_IDS) as [ScalarKind, duckdb.Type][])
    .filter(([kind]) => kind !== 'json')
    .map(([kind, id]) => [id, kind]),
);

/** Types without an equal that have no parts. */
const OTHER_NAMES: ReadonlyMap<duckdb.Type, string> = new Map([
  [Type.TIMESTAMP_S, 'TIMESTAMP_S'],
  [Type.TIMESTAMP_MS, 'TIMESTAMP_MS'],
  [Type.TIMESTAMP_NS, 'TIMESTAMP_NS'],
  [Type.TIME_TZ, 'TIME WITH TIME ZONE'],
  [Type.TIME_NS, 'TIME_NS'],
  [Type.BIT, 'BIT'],
  [Type.BIGNUM, 'BIGNUM'],
  [Type.SQLNULL, '"NULL"'],
  [Type.GEOMETRY, 'GEOMETRY'],
  [Type.VARIANT, 'VARIANT'],
]);

/** DuckDB's type for the vectors of a column. Throws for nested types, which batches do not carry. */
export function nativeType(type: ColumnType): duckdb.LogicalType {
  if (type.kind === 'decimal') return duckdb.create_decimal_type(type.precision, type.scale);
  if (type.kind === 'list' || type.kind === 'struct' || type.kind === 'other') {
    throw new TypeError(`batches do not carry ${type.kind}`);
  }
  return duckdb.create_logical_type(TYPE_IDS[type.kind]);
}

/** The column type of a result's column; types without an equal are `other`, as DuckDB's SQL spells them. */
export function columnTypeOf(type: duckdb.LogicalType): ColumnType {
  const id = duckdb.get_type_id(type);
  switch (id) {
    case Type.DECIMAL:
      return { kind: 'decimal', precision: duckdb.decimal_width(type), scale: duckdb.decimal_scale(type) };
    case Type.LIST:
      return { kind: 'list', element: columnTypeOf(duckdb.list_type_child_type(type)) };
    case Type.STRUCT: {
      const fields = counted(duckdb.struct_type_child_count(type), (i) => ({
        name: duckdb.struct_type_child_name(type, i),
        type: columnTypeOf(duckdb.struct_type_child_type(type, i)),
      }));
      return { kind: 'struct', fields };
    }
    case Type.VARCHAR:
      return { kind: duckdb.logical_type_get_alias(type) === 'JSON' ? 'json' : 'varchar' };
    default: {
      const kind = KINDS.get(id);
      return kind === undefined ? { kind: 'other', name: nameOf(type) } : { kind };
    }
  }
}

/** A type as DuckDB's SQL spells it. */
function nameOf(type: duckdb.LogicalType): string {
  const id = duckdb.get_type_id(type);
  switch (id) {
    case Type.ENUM: {
      const values = counted(duckdb.enum_dictionary_size(type), (i) =>
        stringLiteral(duckdb.enum_dictionary_value(type, i)),
      );
      return `ENUM(${values.join(', ')})`;
    }
    case Type.ARRAY:
      return `${nameOf(duckdb.array_type_child_type(type))}[${duckdb.array_type_array_size(type)}]`;
    case Type.LIST:
      return `${nameOf(duckdb.list_type_child_type(type))}[]`;
    case Type.MAP:
      return `MAP(${nameOf(duckdb.map_type_key_type(type))}, ${nameOf(duckdb.map_type_value_type(type))})`;
    case Type.UNION: {
      const members = counted(
        duckdb.union_type_member_count(type),
        (i) => `${quoted(duckdb.union_type_member_name(type, i))} ${nameOf(duckdb.union_type_member_type(type, i))}`,
      );
      return `UNION(${members.join(', ')})`;
    }
    case Type.STRUCT: {
      const fields = counted(
        duckdb.struct_type_child_count(type),
        (i) => `${quoted(duckdb.struct_type_child_name(type, i))} ${nameOf(duckdb.struct_type_child_type(type, i))}`,
      );
      return `STRUCT(${fields.join(', ')})`;
    }
    default:
      break;
  }
  const other = OTHER_NAMES.get(id);
  if (other !== undefined) return other;
  return KINDS.has(id) || id === Type.DECIMAL ? typeName(columnTypeOf(type)) : `TYPE ${id}`;
}

function counted<T>(count: number, item: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => item(i));
}
