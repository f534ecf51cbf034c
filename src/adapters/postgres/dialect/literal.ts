import type { Literal } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { type Family, sourceType } from '../types/source-type.js';
import { quoteString } from './quoting.js';

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const FLOAT = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;
// Years 0001 to 9999 are written alike everywhere; others, infinity and BC stay local.
const DATE = /^(?!0000)\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d:\d\d(\.\d{1,6})?$/;
const TIMESTAMP = /^(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(\.\d{1,6})?)$/;
const TIMESTAMPTZ = /^(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(\.\d{1,6})?)(Z|\+00(:?00)?)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const NUMBER_KINDS = /^(u?int(8|16|32|64)|u?hugeint|decimal)$/;

type Render = (literal: Literal) => string | null;

const ofKind =
  (kind: string, form: RegExp, type: string): Render =>
  ({ type: given, value }) =>
    given.kind === kind && form.test(value) ? `${quoteString(value)}::${type}` : null;

/** How a constant is written next to a column of each family; null where that would not mean the same as in DuckDB. */
const LITERALS: Readonly<Partial<Record<Family, Render>>> = {
  number: ({ type, value }) => {
    if (!NUMBER_KINDS.test(type.kind)) return null;
    return (type.kind === 'decimal' ? DECIMAL : INTEGER).test(value)
      ? value.startsWith('-')
        ? `(${value})`
        : value
      : null;
  },
  float: ({ type, value }) => {
    const native = type.kind === 'float32' ? 'float4' : type.kind === 'float64' ? 'float8' : null;
    return native !== null && FLOAT.test(value) ? `'${value}'::${native}` : null;
  },
  boolean: ({ type, value }) => (type.kind === 'boolean' && /^(true|false)$/i.test(value) ? value.toLowerCase() : null),
  date: ofKind('date', DATE, 'date'),
  time: ofKind('time', TIME, 'time'),
  timestamp: ofKind('timestamp', TIMESTAMP, 'timestamp'),
  timestamptz: ({ type, value }) => {
    const match = type.kind === 'timestamptz' ? TIMESTAMPTZ.exec(value) : null;
    return match ? `'${match[1]} ${match[2]}+00'::timestamptz` : null;
  },
  uuid: ofKind('uuid', UUID, 'uuid'),
  text: textLiteral,
  'padded text': textLiteral,
  other: textLiteral,
};

function textLiteral({ type, value }: Literal): string | null {
  return type.kind === 'varchar' && !value.includes('\0') ? quoteString(value) : null;
}

/** The family in which a column may be compared; null where it is not fetched in its own type (an override). */
export function familyOf(column: RelationColumn): Family | null {
  const { type, family } = sourceType(column.nativeType);
  return JSON.stringify(type) === JSON.stringify(column.type) ? family : null;
}

/** A constant as it is written next to a column of `family`, or null. */
export function literalFor(family: Family, literal: Literal): string | null {
  return LITERALS[family]?.(literal) ?? null;
}
