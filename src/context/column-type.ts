/** A column's type as dbt takes it apart. */
export interface ColumnType {
  /** without length or precision: `character varying`, `numeric`, `timestamp without time zone` */
  readonly name: string;
  /** of a text, in characters */
  readonly size: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

const STRINGS = new Set(['text', 'character varying', 'character', 'varchar', 'char', 'bpchar', 'string', 'nvarchar']);
const NUMERICS = new Set(['numeric', 'decimal']);
const FLOATS = new Set(['real', 'float', 'float4', 'float8', 'double', 'double precision']);
const INTEGERS = new Set(
  [
    ['smallint', 'integer', 'bigint', 'smallserial', 'serial', 'bigserial', 'int2', 'int4', 'int8', 'serial2'],
    ['serial4', 'serial8', 'int', 'int1', 'tinyint', 'mediumint', 'hugeint', 'utinyint', 'usmallint', 'uinteger'],
    ['ubigint', 'uhugeint', 'short', 'long', 'signed'],
  ].flat(),
);

/** Reads a type as databases write it: `numeric(10,2)`, `character varying(20)`; what is no text or number stays whole. */
export function columnType(written: string): ColumnType {
  const match = /^\s*([a-z ]+?)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)\s*$/i.exec(written);
  const plain = wholeType(written);
  if (match === null) return plain;
  const [, name, first, second] = match;
  const base = name!.toLowerCase();
  if (STRINGS.has(base) && second === undefined) return { ...plain, name: name!, size: Number(first) };
  if (NUMERICS.has(base)) return { ...plain, name: name!, precision: Number(first), scale: Number(second ?? 0) };
  return plain;
}

/** A type that is not taken apart. */
export function wholeType(written: string): ColumnType {
  return { name: written.trim(), size: null, precision: null, scale: null };
}

/** The type as DDL writes it. */
export function dataTypeOf({ name, size, precision, scale }: ColumnType): string {
  if (size !== null && STRINGS.has(name.toLowerCase()) && name.toLowerCase() !== 'text') return `${name}(${size})`;
  if (precision !== null && scale !== null && NUMERICS.has(name.toLowerCase())) return `${name}(${precision},${scale})`;
  return name;
}

/** A type's name without what databases add: `bigint(20) unsigned` is a `bigint`. */
function baseOf({ name }: ColumnType): string {
  return name
    .toLowerCase()
    .replace(/\(.*\)/, '')
    .replace(/\b(un)?signed\b|\bzerofill\b/g, '')
    .trim();
}

export const isString = (type: ColumnType): boolean => STRINGS.has(baseOf(type));
export const isNumeric = (type: ColumnType): boolean => NUMERICS.has(baseOf(type));
export const isFloat = (type: ColumnType): boolean => FLOATS.has(baseOf(type));
export const isInteger = (type: ColumnType): boolean => INTEGERS.has(baseOf(type));

/** Characters that a text column holds; 256 where nothing is said, as in dbt. */
export function stringSize({ name, size }: ColumnType): number {
  return name.toLowerCase() === 'text' ? 256 : (size ?? 256);
}
