import type { MessagePort } from 'node:worker_threads';
import type { Diagnostic } from '../core/errors.js';
import type { ColumnType } from './column-type.js';

/**
 * Where things lie in a batch's buffer; equal for every batch of a scan. Offsets and sizes are bytes.
 * `[column 0 data][column 1 data]...[validity bitmaps][meta][heap of long strings]`, DuckDB's vector layout, little endian.
 */
export interface BatchLayout {
  readonly types: readonly ColumnType[];
  /** start of each column's values, `width * 2,048` bytes each, 16-byte aligned */
  readonly data: readonly number[];
  /** start of each column's validity bitmap, 256 bytes each; read only where the column's null flag is set */
  readonly validity: readonly number[];
  /** int32 rows, int32 heap bytes, 8 bytes unused, then one null flag (0 or 1) a column */
  readonly meta: number;
  /** strings above 12 bytes, referenced by their offset from here */
  readonly heap: number;
  /** bytes of an ordinary batch; one that holds a row too long for it is larger */
  readonly size: number;
}

/** A batch being filled: up to 2,048 rows in one transferable buffer, with the views a decoder writes through. */
export interface Batch {
  readonly buffer: ArrayBuffer;
  readonly i16: Int16Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly u8: Uint8Array;
  readonly view: DataView;
  /** one flag a column: 1 = the column has NULLs and its bitmap is in use */
  readonly nulls: Uint8Array;
  rows: number;
  /** offset of the first free byte of the heap */
  heapEnd: number;
}

/**
 * One scan's way from its worker thread to the engine's. The worker posts batches as transferred ArrayBuffers and ends
 * with a `BatchEnd`; the engine posts each buffer back when it is done with it, which is the worker's credit.
 */
export interface BatchChannel {
  readonly port: MessagePort;
  /** Int32Array of BatchSignal's length, shared by both threads and the main one */
  readonly signal: SharedArrayBuffer;
}

/** Slots of `BatchChannel.signal`; a thread that changes one notifies on it. */
export const BatchSignal = { posted: 0, returned: 1, cancelled: 2, length: 3 } as const;

/** The last message of a scan. */
export type BatchEnd =
  | { readonly type: 'done'; readonly rows: number; readonly bytes: number }
  | { readonly type: 'failed'; readonly diagnostics: readonly Diagnostic[]; readonly terminal: boolean };
