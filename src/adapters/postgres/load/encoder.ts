import type { ColumnType } from '../../../spi/column-type.js';
import type { ResultChunk } from '../../../spi/load.js';
import { putBigNumeric } from './big-numeric.js';
import type { LoadForm } from './load-form.js';
import type { OutputBuffer } from './output-buffer.js';
import { valueCode } from './value-code.js';

/** One column of the rows that are encoded. */
export interface EncodedColumn {
  readonly type: ColumnType;
  readonly form: LoadForm;
}

/** Where an encoding stopped: the first row not written, and the end of what was written. */
interface Encoded {
  row: number;
  end: number;
}

/**
 * Writes rows of a chunk, from `at.row` on, into the buffer from `at.end` on, as rows of a binary COPY. Stops after the
 * row that takes the buffer past `enough` bytes.
 */
export type Encode = (chunk: ResultChunk, at: Encoded, output: OutputBuffer, enough: number) => void;

/** Bytes that a value of fixed size, or the start of a string, takes at most; a numeric of 38 digits takes 34. */
const BYTES_PER_COLUMN = 80;

/** Compiles the encoder of one row type. `refuse` throws for a value that the target cannot hold. */
export function compileEncoder(
  columns: readonly EncodedColumn[],
  refuse: (column: number, reason: string) => never,
): Encode {
  const vectors = columns.map(
    (_, i) => `const vector${i} = chunk.vectors[${i}], v${i} = vector${i}.validity,
      d${i} = new DataView(vector${i}.data.buffer, vector${i}.data.byteOffset, vector${i}.data.byteLength);`,
  );
  const values = columns.map(
    (
      { type, form },
      i,
    ) => `if (v${i} !== null && ((v${i}[row >> 3] >> (row & 7)) & 1) === 0) { out.setInt32(o, -1); o += 4; }
      else { const d = d${i}, vector = vector${i}; ${valueCode(i, type, form)} }`,
  );
  const body = `return function encode(chunk, at, output, enough) {
    ${vectors.join('\n')}
    let out = output.view, bytes = output.bytes, size = bytes.length, o = at.end, row = at.row;
    const rows = chunk.rows;
    function room(n) { if (o + n + ${columns.length * BYTES_PER_COLUMN + 2} > size) { output.grow(o + n + ${columns.length * BYTES_PER_COLUMN + 2}); out = output.view; bytes = output.bytes; size = bytes.length; } }
    for (; row < rows && o < enough; row++) {
      room(0);
      out.setInt16(o, ${columns.length}); o += 2;
      ${values.join('\n')}
    }
    at.row = row; at.end = o;
  }`;
  return new Function('putBigNumeric', 'fail', body)(putBigNumeric, refuse) as Encode;
}
