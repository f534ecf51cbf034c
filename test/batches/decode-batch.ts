import type { BatchLayout } from '#dvt/spi/batch.js';
import type { ColumnType } from '#dvt/spi/column-type.js';

/**
 * A value as a batch carries it: number for int8 to int32, floats and date (days); bigint for wider integers, decimals
 * (scaled), time, timestamp, timestamptz (microseconds) and uuid (as the 128-bit number that is written); string for
 * varchar and json; Buffer for blob; {months, days, micros} for interval.
 */
export type BatchValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Buffer
  | { readonly months: number; readonly days: number; readonly micros: bigint };

const INLINE = 12;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes a sealed batch after the description in src/spi/batch.ts and DuckDB's vector format
 * (https://duckdb.org/docs/stable/internals/vector), sharing no code with the product. Throws where the buffer breaks
 * what DuckDB takes for granted: zero padding of short strings, their prefix, UTF-8, booleans of 0 or 1.
 */
export function decodeBatch(buffer: ArrayBuffer, layout: BatchLayout): BatchValue[][] {
  const view = new DataView(buffer);
  const rows = view.getInt32(layout.meta, true);
  const heapBytes = view.getInt32(layout.meta + 4, true);
  if (rows < 0 || rows > 2048) throw new Error(`a batch of ${rows} rows`);
  if (layout.heap + heapBytes > buffer.byteLength) throw new Error('the heap lies outside the batch');
  const heap = Buffer.from(buffer, layout.heap, heapBytes);
  return Array.from({ length: rows }, (_, row) =>
    layout.types.map((type, column) => {
      const hasNulls = view.getUint8(layout.meta + 16 + column) !== 0;
      const validity = view.getUint8(layout.validity[column]! + (row >> 3));
      const valid = !hasNulls || ((validity >> (row & 7)) & 1) === 1;
      if (valid) return decodeValue(view, layout.data[column]!, row, type, heap);
      if (isString(type) && decodeValue(view, layout.data[column]!, row, { kind: 'blob' }, heap)?.toString() !== '') {
        throw new Error('a NULL string is not zeroed, and DuckDB reads it');
      }
      return null;
    }),
  );
}

function isString({ kind }: ColumnType): boolean {
  return kind === 'varchar' || kind === 'json' || kind === 'blob';
}

function decodeValue(view: DataView, data: number, row: number, type: ColumnType, heap: Buffer): BatchValue {
  const at = (width: number) => data + row * width;
  switch (type.kind) {
    case 'boolean': {
      const byte = view.getUint8(at(1));
      if (byte > 1) throw new Error(`a boolean of ${byte}`);
      return byte === 1;
    }
    case 'int8':
      return view.getInt8(at(1));
    case 'uint8':
      return view.getUint8(at(1));
    case 'int16':
      return view.getInt16(at(2), true);
    case 'uint16':
      return view.getUint16(at(2), true);
    case 'int32':
    case 'date':
      return view.getInt32(at(4), true);
    case 'uint32':
      return view.getUint32(at(4), true);
    case 'int64':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return view.getBigInt64(at(8), true);
    case 'uint64':
      return view.getBigUint64(at(8), true);
    case 'hugeint':
      return int128(view, at(16));
    case 'uhugeint':
      return BigInt.asUintN(128, int128(view, at(16)));
    case 'uuid':
      // DuckDB flips the top bit, so that signed order is the order of the text.
      return BigInt.asUintN(128, int128(view, at(16)) ^ (1n << 127n));
    case 'decimal':
      return decimal(view, data, row, type.precision);
    case 'float32':
      return view.getFloat32(at(4), true);
    case 'float64':
      return view.getFloat64(at(8), true);
    case 'interval':
      return {
        months: view.getInt32(at(16), true),
        days: view.getInt32(at(16) + 4, true),
        micros: view.getBigInt64(at(16) + 8, true),
      };
    case 'varchar':
    case 'json':
      return utf8.decode(stringBytes(view, at(16), heap));
    case 'blob':
      return Buffer.from(stringBytes(view, at(16), heap));
    default:
      throw new Error(`batches do not carry ${type.kind}`);
  }
}

function int128(view: DataView, at: number): bigint {
  return (view.getBigInt64(at + 8, true) << 64n) | view.getBigUint64(at, true);
}

function decimal(view: DataView, data: number, row: number, precision: number): bigint {
  if (precision <= 4) return BigInt(view.getInt16(data + row * 2, true));
  if (precision <= 9) return BigInt(view.getInt32(data + row * 4, true));
  if (precision <= 18) return view.getBigInt64(data + row * 8, true);
  return int128(view, data + row * 16);
}

function stringBytes(view: DataView, at: number, heap: Buffer): Uint8Array {
  const length = view.getUint32(at, true);
  const entry = new Uint8Array(view.buffer, at + 4, INLINE);
  if (length <= INLINE) {
    if (entry.subarray(length).some((byte) => byte !== 0)) throw new Error('a short string is not padded with zeros');
    return entry.subarray(0, length);
  }
  const offset = view.getUint32(at + 8, true);
  if (offset + length > heap.length) throw new Error('a string lies outside the heap');
  const bytes = heap.subarray(offset, offset + length);
  if (!bytes.subarray(0, 4).equals(entry.subarray(0, 4))) throw new Error("a string's prefix differs from its bytes");
  return bytes;
}
