import { isInteger } from '../../../core/integer-type.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { string } from './quote.js';

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const FLOAT = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const DATE = /^(?!0000)\d{4}-\d\d-\d\d$/;
const TIMESTAMP = /^(?!0000)\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?$/;
const UTC = /(\+00(:?00)?|Z)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Render = (value: string) => string | null;

const number =
  (form: RegExp): Render =>
  (value) =>
    form.test(value) ? (value.startsWith('-') ? `(${value})` : value) : null;

const integer = number(INTEGER);

/** The exponent makes it a double; without one it would be a decimal and so would the comparison. */
function double(value: string): string | null {
  if (!FLOAT.test(value)) return null;
  return number(FLOAT)(/e/i.test(value) ? value : `${value}e0`);
}

const LITERALS: Readonly<Record<string, Render>> = {
  decimal: number(DECIMAL),
  // A FLOAT is compared as the double that it is.
  float32: (value) => (FLOAT.test(value) ? double(String(Math.fround(Number(value)))) : null),
  float64: double,
  boolean: (value) => (value === 'true' || value === 'false' ? value : null),
  date: (value) => (DATE.test(value) ? `date'${value}'` : null),
  timestamp: (value) => (TIMESTAMP.test(value) ? `timestamp'${value.replace('T', ' ')}'` : null),
  // Sessions that scan are in UTC; canonical text may say so.
  timestamptz: (value) => (UTC.test(value) ? LITERALS['timestamp']!(value.replace(UTC, '')) : null),
  uuid: (value) => (UUID.test(value) ? string(value) : null),
  varchar: string,
  blob: (value) => (/^([0-9a-f]{2})*$/.test(value) ? `x'${value}'` : null),
};

/** How a constant is written; null where that would not mean the same as in DuckDB. */
export function literalFor(type: ColumnType, value: string): string | null {
  if (isInteger(type)) return integer(value);
  return LITERALS[type.kind]?.(value) ?? null;
}
