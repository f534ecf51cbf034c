import { setNull } from '../../../core/batch/batch.js';
import { HEAP_SPARE_BYTES, INLINE_STRING_BYTES } from '../../../core/batch/layout.js';
import { putValue } from '../../../core/batch/put-value.js';
import type { Batch, BatchLayout } from '../../../spi/batch.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { SqliteValue } from '../session/protocol.js';
import { conversionOf, fits64, textOf } from './values.js';

/** Writes one stored value; false: the heap has no room for it. Throws `Unfit` for a value that is none of the type. */
export type Put = (batch: Batch, row: number, value: SqliteValue) => boolean;

/** A value that is not one of its column's type. */
export class Unfit extends Error {}

/** Sees every text, with the bytes that it took. */
export type TextSeen = (bytes: number, text: string) => void;

const encoder = new TextEncoder();

/** The writer of one column. */
export function putterOf(type: ColumnType, layout: BatchLayout, column: number, seen: TextSeen): Put {
  const at = layout.data[column]!;
  const nullable =
    (put: Put): Put =>
    (batch, row, value) => {
      if (value !== null) return put(batch, row, value);
      putValue(batch, layout, column, row, null);
      return true;
    };
  switch (type.kind) {
    case 'int64':
      return (batch, row, value) => {
        if (typeof value === 'bigint') batch.view.setBigInt64(at + row * 8, value, true);
        else if (value === null) setNull(batch, layout, column, row);
        else throw new Unfit();
        return true;
      };
    case 'varchar':
    case 'json':
      return nullable((batch, row, value) => {
        const text = textOf(value);
        if (text === null) throw new Unfit();
        return putText(batch, layout, at + row * 16, text, typeof value === 'string' ? seen : null);
      });
    case 'blob':
      return nullable((batch, row, value) => {
        const bytes = typeof value === 'string' ? encoder.encode(value) : value;
        if (!(bytes instanceof Uint8Array) || typeof value === 'string') throw new Unfit();
        if (bytes.length > INLINE_STRING_BYTES && !hasRoom(batch, bytes.length)) return false;
        putValue(batch, layout, column, row, bytes);
        return true;
      });
    default: {
      const convert = conversionOf(type);
      return nullable((batch, row, value) => {
        const physical = convert(value);
        if (physical === null || (typeof physical === 'bigint' && !fitsColumn(type, physical))) throw new Unfit();
        try {
          putValue(batch, layout, column, row, physical);
        } catch (error) {
          if (error instanceof RangeError) throw new Unfit();
          throw error;
        }
        return true;
      });
    }
  }
}

/** Bytes of heap that a row needs at most. */
export function heapOf(row: readonly SqliteValue[]): number {
  let bytes = HEAP_SPARE_BYTES;
  for (const value of row) {
    if (typeof value === 'string') bytes += value.length * 3;
    else if (value instanceof Uint8Array) bytes += value.length;
  }
  return bytes;
}

function fitsColumn(type: ColumnType, value: bigint): boolean {
  return type.kind !== 'timestamp' && type.kind !== 'timestamptz' ? true : fits64(value);
}

function hasRoom(batch: Batch, bytes: number): boolean {
  return batch.heapEnd + bytes + HEAP_SPARE_BYTES <= batch.buffer.byteLength;
}

/** Texts up to this length are copied unit by unit as long as they are ASCII: cheaper than a call to the encoder. */
const COPIED_BY_UNIT = 64;

function putText(batch: Batch, layout: BatchLayout, at: number, text: string, seen: TextSeen | null): boolean {
  const { i32, u8 } = batch;
  const { length } = text;
  const word = at >> 2;
  if (length <= INLINE_STRING_BYTES) {
    i32[word + 1] = 0;
    i32[word + 2] = 0;
    i32[word + 3] = 0;
    const end = putAscii(u8, at + 4, text) ? length : encodeInline(u8, at + 4, text);
    if (end >= 0) {
      i32[word] = end;
      seen?.(end, text);
      return true;
    }
  }
  const { heapEnd } = batch;
  if (!hasRoom(batch, length * 3) && !hasRoom(batch, Buffer.byteLength(text))) return false;
  const written =
    length <= COPIED_BY_UNIT && putAscii(u8, heapEnd, text)
      ? length
      : encoder.encodeInto(text, u8.subarray(heapEnd)).written;
  i32[word] = written;
  u8.copyWithin(at + 4, heapEnd, heapEnd + 4);
  i32[word + 2] = heapEnd - layout.heap;
  i32[word + 3] = 0;
  batch.heapEnd = heapEnd + written;
  seen?.(written, text);
  return true;
}

/** Copies a text that is ASCII; false where it is not, with its beginning written. */
function putAscii(u8: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return false;
    u8[start + i] = unit;
  }
  return true;
}

/** Encodes a text into the 12 bytes of an inline string; -1 where it is longer. */
function encodeInline(u8: Uint8Array, start: number, text: string): number {
  const target = u8.subarray(start, start + INLINE_STRING_BYTES);
  target.fill(0);
  const { read, written } = encoder.encodeInto(text, target);
  return read === text.length ? written : -1;
}
