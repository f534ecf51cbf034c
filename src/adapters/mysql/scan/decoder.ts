import { isUtf8 } from 'node:buffer';
import { setNull } from '../../../core/batch/batch.js';
import { BATCH_ROWS, HEAP_SPARE_BYTES } from '../../../core/batch/layout.js';
import { BatchFull, putValue } from '../../../core/batch/put-value.js';
import type { Batch, BatchLayout } from '../../../spi/batch.js';
import { WireType } from '../types/wire-types.js';
import { type ColumnDecoding, decodeColumn, decodeNull } from './decode-column.js';
import { decodeFloating } from './decode-floating.js';
import { parseText, Unfit } from './parse-text.js';

/** Why a decoder stopped before the end of the received bytes. */
export const Stop = { incomplete: 0, batchFull: 1, heapFull: 2, notARow: 3, longPacket: 4 } as const;

/** What a decoder reports beside the position that it reached. */
export interface DecodeState {
  /** one of `Stop` */
  stop: number;
  /** bytes of the row that found no room (`heapFull`) */
  rowBytes: number;
}

/**
 * Decodes text rows from `start` into the batch and returns the position of the first byte that it did not take. With
 * `single` the bytes from `start` to `end` are the payload of one row, after four bytes in place of a header.
 */
export type Decode = (
  batch: Batch,
  buf: Buffer,
  dv: DataView,
  start: number,
  end: number,
  state: DecodeState,
  single: boolean,
) => number;

/** Reports a value that its column cannot hold; never returns. */
export type FailValue = (column: number, reason: string, bytes: Buffer) => never;

/**
 * Makes the decoder of one row type. Rows: https://mariadb.com/kb/en/result-set-packets/#text-resultset-row, each value a
 * length-encoded string, 0xfb = NULL. The code is made of positions and types alone.
 */
export function compileDecoder(layout: BatchLayout, columns: readonly ColumnDecoding[], failValue: FailValue): Decode {
  const body = columns.map(
    (decoding, column) => `
    len = buf[p++];
    if (len === 0xfb) { ${decodeNull(layout, column)} }
    else {
      if (len > 0xfb) {
        if (len === 0xfc) { len = buf[p] | buf[p + 1] << 8; p += 2; }
        else if (len === 0xfd) { len = buf[p] | buf[p + 1] << 8 | buf[p + 2] << 16; p += 3; }
        else { len = dv.getUint32(p, true); p += 8; }
      }
      ${decodeColumn(layout, column, decoding)}
    }`,
  );
  const code = `return function decode(batch, buf, dv, start, end, state, single) {
  const { i16, i32, f32, f64, u8, view } = batch;
  const capacity = u8.length - ${HEAP_SPARE_BYTES};
  let row = batch.rows, heapEnd = batch.heapEnd, p = start, len = 0;
  state.stop = ${Stop.batchFull};
  while (row < ${BATCH_ROWS}) {
    if (end - p < 5) { state.stop = ${Stop.incomplete}; break; }
    let size = dv.getInt32(p, true) & 0xffffff;
    if (single) size = end - p - 4;
    else {
      if (size === 0xffffff) { state.stop = ${Stop.longPacket}; break; }
      if (size > end - p - 4) { state.stop = ${Stop.incomplete}; break; }
      const head = buf[p + 4];
      if (head === 0xff || (head === 0xfe && size < 9)) { state.stop = ${Stop.notARow}; break; }
    }
    if (heapEnd + size > capacity) { state.stop = ${Stop.heapFull}; state.rowBytes = size; break; }
    const next = p + 4 + size;
    p += 4;
    ${body.join('\n')}
    p = next; row++;
    if (single) { state.stop = ${Stop.incomplete}; break; }
  }
  batch.rows = row; batch.heapEnd = heapEnd;
  return p;
}`;
  const putChecked = (batch: Batch, column: number, row: number, bytes: Buffer): void => {
    try {
      const isBit = columns[column]!.wire === WireType.bit;
      const text = isBit ? Buffer.from(BigInt(`0x${bytes.toString('hex') || '0'}`).toString()) : bytes;
      putValue(batch, layout, column, row, parseText(text, layout.types[column]!));
    } catch (error) {
      if (error instanceof BatchFull) throw error;
      if (error instanceof Unfit || error instanceof RangeError) failValue(column, error.message, bytes);
      throw error;
    }
  };
  const fail = (column: number, reason: string, buf: Buffer, at: number, length: number): never =>
    failValue(column, reason, buf.subarray(at, at + length));
  const names = ['layout', 'setNull', 'isUtf8', 'floating', 'daysInMonth', 'putChecked', 'fail'];
  const make = new Function(...names, code) as (...values: unknown[]) => Decode;
  return make(layout, setNull, isUtf8, decodeFloating, daysInMonth, putChecked, fail);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
