import type { DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { widthOf } from '../../core/batch/layout.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ResultChunk, ResultVector } from '../../spi/load.js';

/** Bytes of one value in a vector; 0 for nested types, whose values lie in vectors of their own. */
export function vectorWidths(columns: readonly ResultColumn[]): readonly number[] {
  return columns.map(({ type }) =>
    type.kind === 'list' || type.kind === 'struct' || type.kind === 'other' ? 0 : widthOf(type),
  );
}

/** A chunk's vectors as a writer reads them. They are DuckDB's own memory: valid as long as `chunk` is held. */
export function resultChunk(chunk: DuckDBDataChunk, widths: readonly number[]): ResultChunk {
  const rows = chunk.rowCount;
  return { rows, vectors: widths.map((width, i) => new NativeVector(chunk, i, width)) };
}

class NativeVector implements ResultVector {
  readonly data: Uint8Array;
  readonly validity: Uint8Array | null;

  constructor(chunk: DuckDBDataChunk, column: number, width: number) {
    const rows = chunk.rowCount;
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, column);
    this.data = width === 0 ? new Uint8Array(0) : duckdb.vector_get_data(vector, rows * width);
    // DuckDB keeps bitmaps in words of 64 bits; a vector without NULLs has none, whatever the declared type says.
    this.validity = duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) ?? null;
  }

  longString(row: number): Uint8Array {
    const entry = this.data.byteOffset + row * 16;
    const length = new DataView(this.data.buffer, entry, 4).getUint32(0, true);
    return duckdb.get_data_from_pointer(this.data.buffer as ArrayBuffer, entry + 8, length);
  }
}
