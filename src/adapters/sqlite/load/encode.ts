import { INLINE_STRING_BYTES } from '../../../core/batch/layout.js';
import { DvtError } from '../../../core/errors.js';
import type { ResultVector } from '../../../spi/load.js';
import type { LoadColumn } from './load-plan.js';

export type Bound = null | bigint | number | string | Uint8Array;

/**
 * A positive double below this is bound by @photostructure/sqlite 1.2.1 as the integer 0 (it takes numbers within an
 * epsilon of an integer for one). Such a value is bound scaled, and SQLite divides it: both steps are exact.
 */
const LEAST_BOUND = Number.EPSILON;
const SCALE = 2 ** 1023;

/** What the insert has in the place of a value. */
export function placeholder({ delivered }: LoadColumn): string {
  return delivered === 'double' ? `(? / ?)` : '?';
}

/** The values that the placeholder takes. */
export function bind({ delivered }: LoadColumn, value: Bound, into: Bound[]): void {
  if (delivered !== 'double') into.push(value);
  else if (typeof value === 'number' && value > 0 && value < LEAST_BOUND) into.push(value * SCALE, SCALE);
  else into.push(value, 1);
}

/** The value of a row, as it is bound to the insert. Throws a DvtError for a value that SQLite cannot hold. */
export type Encode = (vector: ResultVector, view: DataView, row: number) => Bound;

/** The encoder of one column. */
export function encoderOf(column: LoadColumn): Encode {
  switch (column.delivered) {
    case 'bigint':
      return (_, view, row) => view.getBigInt64(row * 8, true);
    case 'double':
      return (_, view, row) => {
        const value = view.getFloat64(row * 8, true);
        if (Number.isNaN(value)) throw refused(column, 'NaN', `nullif(${column.name}, 'nan')`);
        return value;
      };
    case 'blob':
      return (vector, view, row) => bytesOf(vector, view, row).slice();
    case 'varchar': {
      const check = CHECKS[column.check ?? 'text'];
      return (vector, view, row) => check(bytesOf(vector, view, row).toString('utf8'), column);
    }
  }
}

function bytesOf(vector: ResultVector, view: DataView, row: number): Buffer {
  const length = view.getUint32(row * 16, true);
  if (length > INLINE_STRING_BYTES) {
    const long = vector.longString(row);
    return Buffer.from(long.buffer, long.byteOffset, long.byteLength);
  }
  return Buffer.from(vector.data.buffer, vector.data.byteOffset + row * 16 + 4, length);
}

const INT64 = 1n << 63n;

type CheckText = (text: string, column: LoadColumn) => Bound;

const CHECKS: Readonly<Record<NonNullable<LoadColumn['check']>, CheckText>> = {
  text(value, column) {
    if (value.includes('\0')) throw refused(column, 'text with a NUL character', `cast(${column.name} as blob)`);
    return value;
  },
  json: (value) => value,
  integer(value, column) {
    const integer = BigInt(value);
    if (integer >= INT64 || integer < -INT64) throw refused(column, value, `data_type: text in the model's columns`);
    return integer;
  },
  decimal(value, column) {
    const digits = value.includes('.') ? value.replace(/\.?0+$/, '') : value;
    if (!digits.includes('.')) {
      const integer = BigInt(digits);
      if (integer < INT64 && integer >= -INT64) return integer;
    }
    const number = Number(digits);
    if (plain(number) !== digits.replace(/^(-?)\./, '$10.')) {
      throw refused(column, value, `data_type: text in the model's columns`);
    }
    return number;
  },
  date(value, column) {
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) throw refused(column, value, `cast(${column.name} as varchar)`);
    return value;
  },
  timestamp(value, column) {
    if (!/^\d{4}-\d\d-\d\d /.test(value)) throw refused(column, value, `cast(${column.name} as varchar)`);
    return value;
  },
};

/** A number's shortest text without an exponent. */
function plain(number: number): string {
  const text = String(number);
  const match = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  return match ? `${match[1]}0.${'0'.repeat(Number(match[4]) - 1)}${match[2]}${match[3] ?? ''}` : text;
}

function refused({ name }: LoadColumn, value: string, remedy: string): DvtError {
  return new DvtError({
    code: 'DVT5406',
    message: `column ${name}: SQLite cannot hold ${value} without changing it`,
    hint: `Use ${remedy}`,
  });
}
