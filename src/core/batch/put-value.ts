import { isUtf8 } from 'node:buffer';
import type { Batch, BatchLayout } from '../../spi/batch.js';
import type { ColumnType } from '../../spi/column-type.js';
import { setNull } from './batch.js';
import { HEAP_SPARE_BYTES, INLINE_STRING_BYTES, widthOf } from './layout.js';

const MASK_64 = (1n << 64n) - 1n;

/** The batch has no room left for this row's strings: push it and begin another. */
export class BatchFull extends Error {
  constructor(readonly heapBytes: number) {
    super('batch is full');
  }
}

/**
 * Writes one value that a client library delivered, in the physical form of its column: bigint or number for integers,
 * scaled integers (decimal), days (date) and microseconds (time, timestamp); number for floats; boolean; Buffer or string
 * for varchar, json and blob; [months, days, microseconds] for interval; bigint for uuid (as DuckDB stores it, top bit flipped).
 * Throws `BatchFull` where a string has no room, and RangeError for a value outside its type.
 */
export function putValue(batch: Batch, layout: BatchLayout, column: number, row: number, value: unknown): void {
  const type = layout.types[column]!;
  const width = widthOf(type);
  const at = layout.data[column]! + row * width;
  if (value === null || value === undefined) {
    setNull(batch, layout, column, row);
    batch.u8.fill(0, at, at + width);
    return;
  }
  switch (type.kind) {
    case 'varchar':
    case 'json':
    case 'blob':
      putBytes(batch, layout, at, value as Buffer | string, type);
      return;
    case 'boolean':
      batch.u8[at] = value ? 1 : 0;
      return;
    case 'float32':
      batch.f32[at >> 2] = value as number;
      return;
    case 'float64':
      batch.f64[at >> 3] = value as number;
      return;
    case 'interval': {
      const [months, days, micros] = value as readonly [number, number, bigint];
      batch.view.setInt32(at, months, true);
      batch.view.setInt32(at + 4, days, true);
      batch.view.setBigInt64(at + 8, micros, true);
      return;
    }
    default:
      putInteger(
        batch.view,
        at,
        width,
        BigInt(value as number | bigint),
        type.kind.startsWith('u') && type.kind !== 'uuid',
      );
  }
}

function putInteger(view: DataView, at: number, width: number, value: bigint, unsigned: boolean): void {
  const bits = width * 8;
  if (value !== (unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))) {
    throw new RangeError(`${value} does not fit ${unsigned ? 'an unsigned' : 'a signed'} integer of ${bits} bits`);
  }
  for (let offset = 0; offset < width; offset += 8) {
    const word = (value >> BigInt(offset * 8)) & MASK_64;
    if (width >= 8) view.setBigUint64(at + offset, word, true);
    else if (width === 4) view.setInt32(at, Number(BigInt.asIntN(32, word)), true);
    else if (width === 2) view.setInt16(at, Number(BigInt.asIntN(16, word)), true);
    else view.setInt8(at, Number(BigInt.asIntN(8, word)));
  }
}

function putBytes(batch: Batch, layout: BatchLayout, at: number, value: Buffer | string, type: ColumnType): void {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  if (type.kind !== 'blob' && typeof value !== 'string' && !isUtf8(bytes))
    throw new RangeError('text is not valid UTF-8');
  batch.view.setUint32(at, bytes.length, true);
  if (bytes.length <= INLINE_STRING_BYTES) {
    batch.u8.fill(0, at + 4, at + 16);
    batch.u8.set(bytes, at + 4);
    return;
  }
  if (batch.heapEnd + bytes.length + HEAP_SPARE_BYTES > batch.buffer.byteLength) throw new BatchFull(bytes.length);
  batch.u8.set(bytes.subarray(0, 4), at + 4);
  batch.view.setUint32(at + 8, batch.heapEnd - layout.heap, true);
  batch.view.setUint32(at + 12, 0, true);
  batch.u8.set(bytes, batch.heapEnd);
  batch.heapEnd += bytes.length;
}
