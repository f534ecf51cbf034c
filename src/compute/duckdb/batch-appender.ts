import duckdb from '@duckdb/node-bindings';
import { sealedSize } from '../../core/batch/batch.js';
import {
  BATCH_ROWS,
  INLINE_STRING_BYTES,
  isVariableLength,
  META_BYTES,
  VALIDITY_BYTES,
  widthOf,
} from '../../core/batch/layout.js';
import type { BatchLayout } from '../../spi/batch.js';
import { nativeType } from './native-type.js';

/**
 * Bytes appended before the appender hands them to the table. What it buffers is outside of DuckDB's memory limit; by
 * itself it would hold 204,800 rows, however wide.
 */
const FLUSH_BYTES = 4 << 20;

/** Appends batches to a table: one copy a column, and one of all long strings of a batch. */
export class BatchAppender {
  readonly #appender: duckdb.Appender;
  readonly #layout: BatchLayout;
  readonly #widths: readonly number[];
  readonly #rowBytes: number;
  readonly #chunk: duckdb.DataChunk;
  /** owns a batch's long strings until the appender has copied them */
  readonly #heap = duckdb.create_data_chunk([nativeType({ kind: 'blob' })]);
  #unflushed = 0;

  /** `layout` without columns: the table has one column, and gets as many NULLs as the batches have rows. */
  constructor(appender: duckdb.Appender, layout: BatchLayout) {
    this.#appender = appender;
    this.#layout = layout;
    this.#widths = layout.types.map(widthOf);
    this.#rowBytes = this.#widths.reduce((sum, width) => sum + width, 1);
    const types = layout.types.length === 0 ? [{ kind: 'uint8' } as const] : layout.types;
    this.#chunk = duckdb.create_data_chunk(types.map(nativeType));
  }

  /** Appends a batch and returns its rows. The buffer's string entries are overwritten; it may be used again at once. */
  append(buffer: ArrayBuffer): number {
    const { rows, heapBytes } = sealedSize(buffer, this.#layout);
    if (rows < 0 || rows > BATCH_ROWS) throw new RangeError(`a batch of ${rows} rows`);
    const chunk = this.#chunk;
    duckdb.data_chunk_reset(chunk);
    duckdb.data_chunk_set_size(chunk, rows);
    if (this.#layout.types.length === 0) markRows(chunk);
    else this.#fill(buffer, rows, heapBytes);
    duckdb.append_data_chunk(this.#appender, chunk);
    this.#unflushed += rows * this.#rowBytes + heapBytes;
    if (this.#unflushed >= FLUSH_BYTES) this.flush();
    return rows;
  }

  flush(): void {
    duckdb.appender_flush_sync(this.#appender);
    this.#unflushed = 0;
  }

  /** Flushes and closes. */
  finish(): void {
    this.flush();
    duckdb.appender_close_sync(this.#appender);
  }

  /** Closes without flushing; never throws. */
  discard(): void {
    try {
      duckdb.appender_clear(this.#appender);
      duckdb.appender_close_sync(this.#appender);
    } catch {
      // An appender whose flush failed refuses both; the transaction is rolled back by its owner.
    }
  }

  #fill(buffer: ArrayBuffer, rows: number, heapBytes: number): void {
    const layout = this.#layout;
    const chunk = this.#chunk;
    const nulls = new Uint8Array(buffer, layout.meta + META_BYTES, layout.types.length);
    const address = heapBytes === 0 ? 0n : this.#copyHeap(buffer, heapBytes);
    for (let column = 0; column < layout.types.length; column++) {
      const vector = duckdb.data_chunk_get_vector(chunk, column);
      const start = layout.data[column]!;
      if (isVariableLength(layout.types[column]!)) pointStrings(buffer, start, rows, heapBytes, address);
      duckdb.copy_data_to_vector(vector, 0, buffer, start, rows * this.#widths[column]!);
      if (nulls[column] !== 0) {
        duckdb.vector_ensure_validity_writable(vector);
        duckdb.copy_data_to_vector_validity(vector, 0, buffer, layout.validity[column]!, VALIDITY_BYTES);
      }
    }
  }

  /** Copies the heap into memory of DuckDB, as one blob, and returns its address. */
  #copyHeap(buffer: ArrayBuffer, heapBytes: number): bigint {
    duckdb.data_chunk_reset(this.#heap);
    const vector = duckdb.data_chunk_get_vector(this.#heap, 0);
    // Shorter than that it would lie in the vector itself; the heap has spare bytes after its end.
    const bytes = new Uint8Array(buffer, this.#layout.heap, Math.max(heapBytes, INLINE_STRING_BYTES + 1));
    duckdb.vector_assign_string_element_len(vector, 0, bytes);
    const entry = duckdb.vector_get_data(vector, 16);
    return new DataView(entry.buffer, entry.byteOffset, 16).getBigUint64(8, true);
  }
}

/** Replaces heap offsets in `string_t` entries by addresses. Throws where an entry points outside of the heap. */
function pointStrings(buffer: ArrayBuffer, start: number, rows: number, heapBytes: number, address: bigint): void {
  const words = new Uint32Array(buffer, start, rows * 4);
  const low = Number(address & 0xffffffffn);
  const high = Number(address >> 32n);
  for (let word = 0; word < words.length; word += 4) {
    const length = words[word]!;
    if (length <= INLINE_STRING_BYTES) continue;
    const offset = words[word + 2]!;
    if (offset + length > heapBytes) throw new RangeError('a string of a batch lies outside of its heap');
    const sum = low + offset;
    words[word + 2] = sum;
    words[word + 3] = sum > 0xffffffff ? high + 1 : high;
  }
}

function markRows(chunk: duckdb.DataChunk): void {
  const vector = duckdb.data_chunk_get_vector(chunk, 0);
  duckdb.vector_ensure_validity_writable(vector);
  duckdb.copy_data_to_vector_validity(vector, 0, new ArrayBuffer(VALIDITY_BYTES), 0, VALIDITY_BYTES);
}
