import { INLINE_STRING_BYTES, widthOf } from '../../../core/batch/layout.js';
import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { ResultVector } from '../../../spi/load.js';
import { writeDate, writeTime, writeTimestamp } from './date-text.js';
import type { RowForm } from './row-form.js';
import type { TextBuffer } from './text-buffer.js';

/** Room that any value but a string takes at most. */
export const LONGEST_VALUE = 64;

const BACKSLASH = 92;
const MINUS = 45;
const POINT = 46;
const LARGEST_DECIMAL = 10n ** 38n;

/** Writes the value of one row of a vector, which is not NULL. */
export type WriteValue = (out: TextBuffer, row: number) => void;

/** How the values of a column become text: for each chunk, the vector is bound to a writer. Throws DVT5103 for a value without one. */
export function valueWriter(column: ResultColumn, form: RowForm): (vector: ResultVector) => WriteValue {
  const { type, name } = column;
  const refuse = (value: unknown, reason: string): never => {
    throw new DvtError({
      code: 'DVT5103',
      message: `Column ${name} holds ${String(value)}: ${reason}.`,
      hint: 'Replace such values in the model, or cast the column to varchar.',
    });
  };
  switch (type.kind) {
    case 'varchar':
    case 'json':
      return (vector) => stringWriter(vector, form);
    case 'blob':
      return form.hexBytes ? hexWriter : (vector) => stringWriter(vector, form);
    case 'boolean':
      return ({ data }) =>
        (out, row) =>
          out.byte(48 + data[row]!);
    case 'float32':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => out.ascii(floatText(view.getFloat32(row * 4, true), refuse));
      };
    case 'float64':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => out.ascii(floatText(view.getFloat64(row * 8, true), refuse));
      };
    case 'date':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => writeDate(out, view.getInt32(row * 4, true), refuse);
      };
    case 'timestamp':
    case 'timestamptz':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => writeTimestamp(out, view.getBigInt64(row * 8, true), refuse);
      };
    case 'time':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => writeTime(out, Number(view.getBigInt64(row * 8, true)));
      };
    case 'uuid':
      return (vector) => {
        const view = viewOf(vector);
        return (out, row) => out.ascii(uuidText(view, row * 16));
      };
    default:
      return numberWriter(column, refuse);
  }
}

/** Integers and decimals: scaled integers of 1 to 16 bytes. */
function numberWriter(
  { type }: ResultColumn,
  refuse: (value: unknown, reason: string) => never,
): (vector: ResultVector) => WriteValue {
  const width = widthOf(type);
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const unsigned = type.kind.startsWith('u');
  return (vector) => {
    const read = reader(viewOf(vector), width, unsigned);
    return (out, row) => {
      const value = read(row);
      if (typeof value === 'number') writeScaled(out, value, scale);
      else if (value >= LARGEST_DECIMAL || value <= -LARGEST_DECIMAL) refuse(value, 'it has more than 38 digits');
      else out.ascii(scaledText(value, scale));
    };
  };
}

/** A number where it is exact, a bigint beyond 2^53. */
function reader(view: DataView, width: number, unsigned: boolean): (row: number) => number | bigint {
  switch (width) {
    case 1:
      return unsigned ? (row) => view.getUint8(row) : (row) => view.getInt8(row);
    case 2:
      return unsigned ? (row) => view.getUint16(row * 2, true) : (row) => view.getInt16(row * 2, true);
    case 4:
      return unsigned ? (row) => view.getUint32(row * 4, true) : (row) => view.getInt32(row * 4, true);
    case 8:
      return (row) => {
        const high = unsigned ? view.getUint32(row * 8 + 4, true) : view.getInt32(row * 8 + 4, true);
        if (high < 0x200000 && high >= -0x200000) return high * 4294967296 + view.getUint32(row * 8, true);
        return unsigned ? view.getBigUint64(row * 8, true) : view.getBigInt64(row * 8, true);
      };
    default:
      return (row) => {
        const low = view.getBigUint64(row * 16, true);
        const high = unsigned ? view.getBigUint64(row * 16 + 8, true) : view.getBigInt64(row * 16 + 8, true);
        return (high << 64n) | low;
      };
  }
}

function writeScaled(out: TextBuffer, value: number, scale: number): void {
  let magnitude = value;
  if (value < 0) {
    out.byte(MINUS);
    magnitude = -value;
  }
  if (scale === 0) out.number(magnitude);
  else if (scale <= 9) {
    const unit = 10 ** scale;
    const whole = Math.floor(magnitude / unit);
    out.number(whole);
    out.byte(POINT);
    out.padded(magnitude - whole * unit, scale);
  } else out.ascii(scaledText(BigInt(magnitude), scale));
}

function scaledText(value: bigint, scale: number): string {
  if (scale === 0) return value.toString();
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest text that gives the same double. */
function floatText(value: number, refuse: (value: unknown, reason: string) => never): string {
  if (!Number.isFinite(value)) refuse(value, 'MySQL has no infinity and no NaN');
  return Object.is(value, -0) ? '-0' : String(value);
}

function uuidText(view: DataView, at: number): string {
  const high = BigInt.asUintN(64, view.getBigInt64(at + 8, true) ^ (1n << 63n));
  const digits = high.toString(16).padStart(16, '0') + view.getBigUint64(at, true).toString(16).padStart(16, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

function stringWriter(vector: ResultVector, { escapes, quote }: RowForm): WriteValue {
  const { data } = vector;
  const view = viewOf(vector);
  const mark = quote === '' ? 0 : quote.charCodeAt(0);
  return (out, row) => {
    const length = view.getUint32(row * 16, true);
    const isLong = length > INLINE_STRING_BYTES;
    const source = isLong ? vector.longString(row) : data;
    const start = isLong ? 0 : row * 16 + 4;
    out.reserve(length * 2 + LONGEST_VALUE);
    const { bytes } = out;
    let to = out.length;
    if (mark !== 0) bytes[to++] = mark;
    for (let at = start, end = start + length; at < end; at++) {
      const byte = source[at]!;
      const escaped = escapes[byte]!;
      if (escaped === 0) bytes[to++] = byte;
      else {
        bytes[to++] = BACKSLASH;
        bytes[to++] = escaped;
      }
    }
    if (mark !== 0) bytes[to++] = mark;
    out.length = to;
  };
}

function hexWriter(vector: ResultVector): WriteValue {
  const view = viewOf(vector);
  return (out, row) => {
    const length = view.getUint32(row * 16, true);
    const bytes =
      length > INLINE_STRING_BYTES ? vector.longString(row) : vector.data.subarray(row * 16 + 4, row * 16 + 4 + length);
    out.ascii(`x'${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'`);
  };
}

function viewOf({ data }: ResultVector): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}
