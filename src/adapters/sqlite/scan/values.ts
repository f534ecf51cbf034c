import type { ColumnType } from '../../../spi/column-type.js';
import type { SqliteValue } from '../session/protocol.js';
import { parseDate, parseTime, parseTimestamp, parseTimestamptz } from './iso-time.js';

/** What `core/batch/put-value` takes for a column, or null where the stored value is none of its type. */
export type Physical = bigint | number | boolean | null;

/** A stored value in the physical form of a column that is neither text nor bytes. */
export type Conversion = (value: SqliteValue) => Physical;

const INT64 = 1n << 63n;

const integer: Conversion = (value) => {
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? BigInt(value) : null;
};

const fromText =
  (parse: (text: string) => bigint | number | null): Conversion =>
  (value) =>
    typeof value === 'string' ? parse(value) : null;

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  boolean: (value) => (value === 1n ? true : value === 0n ? false : null),
  float64: (value) => {
    if (typeof value === 'number') return value;
    // An integer in a column of mixed numbers: only where a double holds it.
    return typeof value === 'bigint' && BigInt(Number(value)) === value ? Number(value) : null;
  },
  float32: (value) => (typeof value === 'number' && Math.fround(value) === value ? value : null),
  date: fromText(parseDate),
  time: fromText(parseTime),
  timestamp: fromText(parseTimestamp),
  timestamptz: fromText(parseTimestamptz),
  uuid: fromText((text) => {
    const digits = text.replaceAll('-', '');
    return /^[0-9a-fA-F]{32}$/.test(digits) && /^.{8}-.{4}-.{4}-.{4}-.{12}$|^.{32}$/.test(text)
      ? BigInt.asIntN(128, BigInt(`0x${digits}`) ^ (1n << 127n))
      : null;
  }),
};

/** How a column's stored values become those of its engine type; values outside the type become null. */
export function conversionOf(type: ColumnType): Conversion {
  if (type.kind === 'decimal') return (value) => decimalOf(value, type.precision, type.scale);
  return CONVERSIONS[type.kind] ?? integer;
}

/**
 * The decimal that a number stands for, scaled to an integer. A double stands for its shortest text; one with more digits
 * after the point than the type has is refused, not rounded.
 */
function decimalOf(value: SqliteValue, precision: number, scale: number): bigint | null {
  if (typeof value !== 'bigint' && typeof value !== 'number' && typeof value !== 'string') return null;
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(value));
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return null;
  const shift = scale - fraction.length + Number(exponent);
  let scaled = BigInt(whole + fraction);
  if (shift >= 0) {
    if (shift > 400) return scaled === 0n ? 0n : null;
    scaled *= 10n ** BigInt(shift);
  } else {
    const divisor = 10n ** BigInt(-shift);
    if (scaled % divisor !== 0n) return null;
    scaled /= divisor;
  }
  if (scaled >= 10n ** BigInt(precision)) return null;
  return sign === '-' ? -scaled : scaled;
}

/** A stored value as text, for columns fetched as text: numbers in the shortest form that reads back the same. */
export function textOf(value: SqliteValue): string | null {
  return typeof value === 'string'
    ? value
    : typeof value === 'bigint' || typeof value === 'number'
      ? String(value)
      : null;
}

/** A value as a message shows it. */
export function shown(value: SqliteValue): string {
  if (value instanceof Uint8Array)
    return `x'${Buffer.from(value.subarray(0, 20)).toString('hex')}${value.length > 20 ? '...' : ''}'`;
  const text = String(value);
  const cut = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return typeof value === 'string' ? `'${cut}' (text)` : `${cut} (${typeof value === 'bigint' ? 'integer' : 'real'})`;
}

/** Whether an integer fits the width that the batch has for it; put-value checks it again, without the column's name. */
export function fits64(value: bigint): boolean {
  return value >= -INT64 && value < INT64;
}
