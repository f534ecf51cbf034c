import duckdb from '@duckdb/node-bindings';
import { widthOf } from '../../core/batch/layout.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type { ResultChunk, ResultVector } from '../../spi/load.js';
import { LongStrings } from './long-strings.js';
import { vectorValidity } from './vector-values.js';

/** Bytes of one value in a vector; 0 for nested types, whose values lie in vectors of their own. */
export function vectorWidths(columns: readonly ResultColumn[]): readonly number[] {
  return columns.map(({ type }) =>
    type.kind === 'list' || type.kind === 'struct' || type.kind === 'other' ? 0 : widthOf(type),
  );
}

/** A chunk's vectors as a writer reads them. They are DuckDB's own memory: valid as long as `chunk` is held. */
export function resultChunk(chunk: duckdb.DataChunk, widths: readonly number[]): ResultChunk {
  const rows = duckdb.data_chunk_get_size(chunk);
  const vectors = widths.map((width, i) => new NativeVector(duckdb.data_chunk_get_vector(chunk, i), rows, width));
  return { rows, vectors };
}

class NativeVector implements ResultVector {
  readonly data: Uint8Array;
  readonly validity: Uint8Array | null;

  readonly #rows: number;
  #longStrings: LongStrings | null = null;

  constructor(vector: duckdb.Vector, rows: number, width: number) {
    this.#rows = rows;
    this.data = width === 0 ? new Uint8Array(0) : duckdb.vector_get_data(vector, rows * width);
    this.validity = vectorValidity(vector, rows);
  }

  longString(row: number): Uint8Array {
    this.#longStrings ??= new LongStrings(this.data, this.validity, this.#rows);
    return this.#longStrings.bytes(row);
  }
}
