import type { ColumnType, ScalarKind } from '../../../spi/column-type.js';
import { parseNativeType } from './native-type.js';

/** Binary forms that the decoder reads (the types' `send` functions); `padded text` is `character(n)`. */
export type WireForm =
  | 'boolean'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'oid'
  | 'float4'
  | 'float8'
  | 'numeric'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'interval'
  | 'uuid'
  | 'text'
  | 'padded text'
  | 'bytes';

/** Types that are compared alike, for predicates and casts. `other` is anything fetched as its text. */
export type Family =
  | 'boolean'
  | 'number'
  | 'float'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'uuid'
  | 'text'
  | 'padded text'
  | 'bytes'
  | 'json'
  | 'other';

/** How a type of PostgreSQL is fetched. */
export interface SourceType {
  readonly type: ColumnType;
  readonly wire: WireForm;
  readonly family: Family;
  /** the expression that is selected for a quoted column: its own binary form, or its text */
  readonly select: (column: string) => string;
}

const asItIs = (column: string) => column;
const asText = (column: string) => `${column}::text`;

const native = (kind: ScalarKind, wire: WireForm, family: Family, select = asItIs): SourceType => ({
  type: { kind },
  wire,
  family,
  select,
});

/** Every other type is fetched as text by its own cast. */
const OTHER = native('varchar', 'text', 'other', asText);

const TABLE: Readonly<Record<string, SourceType>> = {
  boolean: native('boolean', 'boolean', 'boolean'),
  smallint: native('int16', 'int2', 'number'),
  integer: native('int32', 'int4', 'number'),
  bigint: native('int64', 'int8', 'number'),
  oid: native('uint32', 'oid', 'number'),
  real: native('float32', 'float4', 'float'),
  'double precision': native('float64', 'float8', 'float'),
  date: native('date', 'date', 'date'),
  'time without time zone': native('time', 'time', 'time'),
  'timestamp without time zone': native('timestamp', 'timestamp', 'timestamp'),
  'timestamp with time zone': native('timestamptz', 'timestamp', 'timestamptz'),
  interval: native('interval', 'interval', 'interval'),
  uuid: native('uuid', 'uuid', 'uuid'),
  text: native('varchar', 'text', 'text'),
  'character varying': native('varchar', 'text', 'text'),
  name: native('varchar', 'text', 'text'),
  character: native('varchar', 'padded text', 'padded text'),
  // Without a length nothing is padded, and spaces at the end are the user's.
  bpchar: native('varchar', 'text', 'padded text'),
  bytea: native('blob', 'bytes', 'bytes'),
  json: native('json', 'text', 'json'),
  jsonb: native('json', 'text', 'json', asText),
  // Its cast to text adds /32 to an address of a host; its output does not.
  inet: native('varchar', 'text', 'other', (column) => `pg_catalog.textin(pg_catalog.inet_out(${column}))`),
};

const WIDEST_DECIMAL = 38;

/** How a column of this type (as `format_type` spells it) is fetched. */
export function sourceType(spelling: string): SourceType {
  const { base, modifiers, array } = parseNativeType(spelling);
  if (array) return OTHER;
  if (base === 'numeric') return numericType(modifiers);
  return Object.hasOwn(TABLE, base) ? TABLE[base]! : OTHER;
}

function numericType([precision, scale = 0]: readonly number[]): SourceType {
  if (precision === undefined) return OTHER;
  // Since PostgreSQL 15 a scale may be negative, or larger than the precision.
  const digits = Math.max(scale, 0);
  const width = Math.max(precision - Math.min(scale, 0), digits);
  if (width > WIDEST_DECIMAL) return OTHER;
  return {
    type: { kind: 'decimal', precision: width, scale: digits },
    wire: 'numeric',
    family: 'number',
    select: asItIs,
  };
}

/** Why a column is fetched as text, where a user would expect something else. `kind` is pg_type.typtype. */
export function textNote(spelling: string, kind: string): string | null {
  const { base, array } = parseNativeType(spelling);
  const fetched = sourceType(spelling);
  if (fetched.family !== 'other' || kind === 'e') return null;
  if (base === 'numeric' && !array) {
    const why =
      spelling === 'numeric'
        ? 'numeric without a precision holds more digits than any DECIMAL'
        : `${spelling} is wider than DECIMAL(38)`;
    return `${why}, so it is fetched as text; where fewer digits do, say so: fetch_as: decimal(38,10)`;
  }
  if (array) return `${spelling} is fetched as text in PostgreSQL's form, e.g. {1,2}`;
  return TEXT_IS_EXPECTED.has(base) ? null : `${spelling} has no equal in the engine and is fetched as text`;
}

const TEXT_IS_EXPECTED = new Set([
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'xml',
  '"char"',
  'time with time zone',
  'bit',
  'bit varying',
]);
