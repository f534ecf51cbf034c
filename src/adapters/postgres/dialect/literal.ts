import { isInteger } from '../../../core/integer-type.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { quoteString } from './quoting.js';

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const FLOAT = /^(-?\d+(\.\d+)?([eE][-+]?\d+)?|NaN|-?Infinity)$/;
// Years 0001 to 9999 are written alike everywhere; others, infinity and BC stay local.
const DATE = /^(?!0000)\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d:\d\d(\.\d{1,6})?$/;
const TIMESTAMP = /^(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(\.\d{1,6})?)$/;
const TIMESTAMPTZ = /^(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(\.\d{1,6})?)(Z|\+00(:?00)?)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Render = (value: string) => string | null;

const quoted =
  (form: RegExp, type: string): Render =>
  (value) =>
    form.test(value) ? `${quoteString(value)}::${type}` : null;

const number =
  (form: RegExp): Render =>
  (value) =>
    form.test(value) ? (value.startsWith('-') ? `(${value})` : value) : null;

const integer = number(INTEGER);

const LITERALS: Readonly<Record<string, Render>> = {
  decimal: number(DECIMAL),
  float32: quoted(FLOAT, 'float4'),
  float64: quoted(FLOAT, 'float8'),
  boolean: (value) => (value === 'true' || value === 'false' ? value : null),
  date: quoted(DATE, 'date'),
  time: quoted(TIME, 'time'),
  timestamp: quoted(TIMESTAMP, 'timestamp'),
  timestamptz: (value) => {
    const match = TIMESTAMPTZ.exec(value);
    return match ? `'${match[1]} ${match[2]}+00'::timestamptz` : null;
  },
  uuid: quoted(UUID, 'uuid'),
  varchar: (value) => (value.includes('\0') ? null : quoteString(value)),
  blob: (value) => (/^([0-9a-f]{2})*$/.test(value) ? `'\\x${value}'::bytea` : null),
};

/** How a constant is written; null where that would not mean the same as in DuckDB. */
export function literalFor(type: ColumnType, value: string): string | null {
  if (isInteger(type)) return integer(value);
  return LITERALS[type.kind]?.(value) ?? null;
}
