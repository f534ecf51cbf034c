import type { ResultColumn } from '#dvt/spi/column-type.js';
import type { ResultChunk, ResultVector } from '#dvt/spi/load.js';
import type { BatchValue } from './decode-batch.js';
import { encodeValue, vectorWidth } from './encode-value.js';

const CHUNK_ROWS = 2048;

/**
 * Result chunks as the engine would hand them to a writer, built from rows without the engine. Values are those of
 * `BatchValue`. What a writer must not read is filled with rubbish: values of NULLs, and the pointers of long strings.
 */
export function chunksOf(columns: readonly ResultColumn[], rows: readonly (readonly BatchValue[])[]): ResultChunk[] {
  const chunks: ResultChunk[] = [];
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    const part = rows.slice(start, start + CHUNK_ROWS);
    const vectors = columns.map((column, index) =>
      vectorOf(
        column,
        part.map((row) => row[index] ?? null),
      ),
    );
    chunks.push({ rows: part.length, vectors });
  }
  return chunks;
}

function vectorOf({ type }: ResultColumn, values: readonly BatchValue[]): ResultVector {
  const width = vectorWidth(type);
  // Not at the start of its ArrayBuffer: a writer must honour byteOffset.
  const data = new Uint8Array(new ArrayBuffer(16 + values.length * width), 16).fill(0xa5);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const validity = values.includes(null) ? new Uint8Array(Math.ceil(values.length / 64) * 8).fill(255) : null;
  const long = new Map<number, Uint8Array>();
  values.forEach((value, row) => {
    if (value === null) {
      validity![row >> 3]! &= ~(1 << (row & 7));
      return;
    }
    const bytes = encodeValue(view, row * width, type, value);
    if (bytes) long.set(row, bytes);
  });
  return {
    data,
    validity,
    longString(row) {
      const bytes = long.get(row);
      if (!bytes) throw new Error(`row ${row} has no long string`);
      return bytes;
    },
  };
}
