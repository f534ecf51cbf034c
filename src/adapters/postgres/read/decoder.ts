import { isUtf8 } from 'node:buffer';
import { setNull } from '../../../core/batch/batch.js';
import { storeEmptyString } from '../../../core/batch/decoder-code.js';
import { BATCH_ROWS, HEAP_SPARE_BYTES, isVariableLength } from '../../../core/batch/layout.js';
import type { Batch, BatchLayout } from '../../../spi/batch.js';
import { EPOCH_MICROSECONDS } from '../types/epoch.js';
import { numericText, numericToBigInt } from './numeric.js';
import { type DecodedColumn, valueCode } from './value-code.js';

/** Where the decoding of a COPY stands between two calls. */
export interface DecoderState {
  /** the header of the binary COPY format was read */
  header: boolean;
  /** the batch has no heap left for the next row; when it holds no row, one row needs `needed` bytes of heap */
  full: boolean;
  needed: number;
}

/**
 * Reads CopyData messages (one row each) from `start` up to `end` into a batch, until it is full, a message is incomplete
 * or another kind of message comes; returns the position of the first message not read.
 */
export type Decode = (
  batch: Batch,
  bytes: Buffer,
  view: DataView,
  start: number,
  end: number,
  state: DecoderState,
) => number;

const COPY_DATA = 0x64;
/** `PGCOPY\n\xff\r\n\0`, flags, length of the header's extension */
const HEADER_BYTES = 19;

/** Compiles the decoder of one row type. `refuse` throws for a value that the column's type cannot hold. */
export function compileDecoder(
  columns: readonly DecodedColumn[],
  layout: BatchLayout,
  refuse: (column: number, reason: string) => never,
): Decode {
  const hasStrings = columns.some(({ type }) => isVariableLength(type));
  const fields = columns.map((column, index) => {
    const empty = emptyValue(column, layout.data[index]!);
    return `len = dv.getInt32(p); p += 4;
      if (len < 0) { setNull(batch, layout, ${index}, row); ${empty} } else { ${valueCode(index, column, layout)} }`;
  });
  const heapCheck = `if (heapEnd + (next - p) + ${HEAP_SPARE_BYTES} > batch.buffer.byteLength) { state.full = true; state.needed = next - p; break; }`;
  const body = `return function decode(batch, buf, dv, start, end, state) {
    const { i16, i32, f64, u8, view } = batch;
    let row = batch.rows, heapEnd = batch.heapEnd, p = start, len = 0;
    while (row < ${BATCH_ROWS} && end - p >= 5 && buf[p] === ${COPY_DATA}) {
      const next = p + 1 + dv.getInt32(p + 1);
      if (next > end) break;
      ${hasStrings ? heapCheck : ''}
      p += 5;
      if (!state.header) {
        state.header = true;
        p += ${HEADER_BYTES} + dv.getInt32(p + ${HEADER_BYTES - 4});
        if (p >= next) { p = next; continue; }
      }
      const count = dv.getInt16(p);
      if (count === -1) { p = next; continue; }
      if (count !== ${columns.length}) fail(-1, 'a row of ' + count + ' columns');
      p += 2;
      ${fields.join('\n')}
      row++;
    }
    batch.rows = row; batch.heapEnd = heapEnd;
    return p;
  }`;
  const make = new Function(
    ...['layout', 'setNull', 'isUtf8', 'fail', 'numericText', 'numericToBigInt', 'timestampText', body],
  );
  return make(layout, setNull, isUtf8, refuse, numericText, numericToBigInt, timestampText) as Decode;
}

/** What stands where a value is NULL: bytes that would be no string or boolean at all must not. */
function emptyValue({ type }: DecodedColumn, data: number): string {
  if (isVariableLength(type)) return storeEmptyString(data);
  return type.kind === 'boolean' ? `u8[${data} + row] = 0;` : '';
}

/** Microseconds of the 400 years after which the calendar repeats. */
const CALENDAR_CYCLE = 146_097n * 86_400_000_000n;

/** As the server prints it, for messages. JavaScript's Date ends before PostgreSQL's timestamps, so it is asked about an earlier cycle. */
function timestampText(view: DataView, at: number): string {
  const micros = view.getBigInt64(at) + BigInt(EPOCH_MICROSECONDS);
  const cycles = micros / CALENDAR_CYCLE;
  const rest = micros % CALENDAR_CYCLE;
  const date = new Date(Number(rest / 1000n));
  const year = date.getUTCFullYear() + 400 * Number(cycles);
  const fraction = String(rest % 1_000_000n).padStart(6, '0');
  return `${year}-${date.toISOString().slice(5, 19).replace('T', ' ')}.${fraction}`;
}
