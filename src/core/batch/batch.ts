import type { Batch, BatchLayout } from '../../spi/batch.js';
import { META_BYTES, VALIDITY_BYTES } from './layout.js';

/** An empty batch over a buffer, fresh or returned by the engine. */
export function openBatch(buffer: ArrayBuffer, layout: BatchLayout): Batch {
  const nulls = new Uint8Array(buffer, layout.meta + META_BYTES, layout.types.length);
  nulls.fill(0);
  return {
    buffer,
    i16: new Int16Array(buffer, 0, buffer.byteLength >> 1),
    i32: new Int32Array(buffer, 0, buffer.byteLength >> 2),
    f32: new Float32Array(buffer, 0, buffer.byteLength >> 2),
    f64: new Float64Array(buffer, 0, buffer.byteLength >> 3),
    u8: new Uint8Array(buffer),
    view: new DataView(buffer),
    nulls,
    rows: 0,
    heapEnd: layout.heap,
  };
}

/** Writes the number of rows and heap bytes into the buffer, so that it can travel alone. */
export function sealBatch(batch: Batch, layout: BatchLayout): ArrayBuffer {
  batch.i32[layout.meta >> 2] = batch.rows;
  batch.i32[(layout.meta >> 2) + 1] = batch.heapEnd - layout.heap;
  return batch.buffer;
}

/** Rows and heap bytes of a sealed buffer. */
export function sealedSize(buffer: ArrayBuffer, layout: BatchLayout): { rows: number; heapBytes: number } {
  const meta = new Int32Array(buffer, layout.meta, 2);
  return { rows: meta[0]!, heapBytes: meta[1]! };
}

/** Marks one value NULL. The value's bytes must be zeroed by the caller where they are a `string_t`. */
export function setNull(batch: Batch, layout: BatchLayout, column: number, row: number): void {
  const start = layout.validity[column]!;
  if (batch.nulls[column] === 0) {
    batch.nulls[column] = 1;
    batch.u8.fill(255, start, start + VALIDITY_BYTES);
  }
  const byte = start + (row >> 3);
  batch.u8[byte] = batch.u8[byte]! & ~(1 << (row & 7));
}
