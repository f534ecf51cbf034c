import type { ColumnType, ScalarKind } from '../../../spi/column-type.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { type ParsedType, parseType } from './parse-type.js';

/** How a filter on a column of a type may be sent to the server; see dialect/pushdown.ts. */
export type FilterClass =
  | 'integer'
  | 'decimal'
  | 'double'
  | 'date'
  | 'datetime'
  | 'timestamp'
  | 'text'
  | 'uuid'
  | 'none';

/** What dvt knows of a native type. */
export interface NativeType {
  /** the engine type that holds every value */
  readonly type: ColumnType;
  readonly filter: FilterClass;
  readonly comparison: RelationColumn['comparison'];
  /** how a select list names the column, where its plain text form would lose digits */
  readonly select: 'plain' | 'double';
  readonly note?: string;
}

/** Largest precision of the engine's decimals. */
const ENGINE_DECIMAL_DIGITS = 38;

const SPATIAL = ['geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'];
const TEXT = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'];
const BYTES = ['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'vector'];

/** A native type, by its name; its arguments decide the rest. */
const TYPES: ReadonlyMap<string, (parsed: ParsedType) => NativeType> = new Map<
  string,
  (parsed: ParsedType) => NativeType
>([
  // tinyint(1) may hold 2: it is a number, whatever its display width says.
  ['tinyint', ({ unsigned }) => integer(unsigned ? 'uint8' : 'int8')],
  ['smallint', ({ unsigned }) => integer(unsigned ? 'uint16' : 'int16')],
  ['mediumint', ({ unsigned }) => integer(unsigned ? 'uint32' : 'int32')],
  ['int', ({ unsigned }) => integer(unsigned ? 'uint32' : 'int32')],
  ['bigint', ({ unsigned }) => integer(unsigned ? 'uint64' : 'int64')],
  ['decimal', decimal],
  // The server prints FLOAT with six digits; its value as a DOUBLE is printed whole.
  ['float', () => ({ ...plain('float32', 'none'), select: 'double' })],
  ['double', () => ({ ...plain('float64', 'double'), select: 'double' })],
  // Sent as bytes of the number.
  ['bit', () => plain('uint64', 'none')],
  // Compared with rules of its own (70 is 1970).
  ['year', () => plain('int16', 'none')],
  ['date', () => plain('date', 'date')],
  ['datetime', () => plain('timestamp', 'datetime')],
  ['timestamp', () => plain('timestamptz', 'timestamp')],
  [
    'time',
    () => ({
      ...textual('none', 'differs'),
      note: 'TIME is fetched as text, because it may be negative or above 24 hours; fetch_as: time fails on such values',
    }),
  ],
  ...TEXT.map((name): [string, (parsed: ParsedType) => NativeType] => [
    name,
    ({ collation }) => textual('text', isBytewise(collation) ? 'same' : 'differs'),
  ]),
  ['enum', () => textual('none', 'differs')],
  ['set', () => textual('none', 'differs')],
  ['json', () => ({ ...plain('json', 'none'), comparison: 'differs' })],
  ...BYTES.map((name): [string, (parsed: ParsedType) => NativeType] => [name, () => plain('blob', 'none')]),
  ...[...SPATIAL, 'geometrycollection', 'geomcollection'].map((name): [string, (parsed: ParsedType) => NativeType] => [
    name,
    () => ({
      ...plain('blob', 'none'),
      note: `${name.toUpperCase()} is fetched as 4 bytes of SRID and well-known binary`,
    }),
  ]),
  ['uuid', () => ({ ...plain('uuid', 'uuid'), comparison: 'same equality' })],
  ['inet4', () => textual('none', 'differs')],
  ['inet6', () => textual('none', 'differs')],
]);

/** What dvt makes of a column of this type, spelled as `nativeTypeOf` does. */
export function nativeType(spelled: string): NativeType {
  const parsed = parseType(spelled);
  const known = TYPES.get(parsed.name);
  if (known) return known(parsed);
  return { ...textual('none', 'differs'), note: `${parsed.name} is fetched as text: dvt does not know this type` };
}

/** A collation that compares the bytes of UTF-8 and no padding. `utf8mb4_bin` is none: it pads. */
function isBytewise(collation: string | null): boolean {
  return collation !== null && /^utf8(mb3|mb4)?_(nopad|0900)_bin$/.test(collation);
}

function plain(kind: ScalarKind, filter: FilterClass): NativeType {
  return { type: { kind }, filter, comparison: 'same', select: 'plain' };
}

function integer(kind: ScalarKind): NativeType {
  return plain(kind, 'integer');
}

function textual(filter: FilterClass, comparison: RelationColumn['comparison']): NativeType {
  return { type: { kind: 'varchar' }, filter, comparison, select: 'plain' };
}

function decimal({ arguments: [precision = 10, scale = 0] }: ParsedType): NativeType {
  if (precision > ENGINE_DECIMAL_DIGITS) {
    return {
      ...textual('none', 'differs'),
      note: `DECIMAL(${precision},${scale}) is wider than 38 digits and fetched as text; fetch_as: decimal(38,${Math.min(scale, 19)}) or double converts it`,
    };
  }
  return { type: { kind: 'decimal', precision, scale }, filter: 'decimal', comparison: 'same', select: 'plain' };
}
