import type { ResultColumn } from '../../../spi/column-type.js';
import type { ResultChunk } from '../../../spi/load.js';
import type { RowForm } from './row-form.js';
import type { TextBuffer } from './text-buffer.js';
import { LONGEST_VALUE, valueWriter } from './value-writer.js';

/** Encodes chunks of rows; `afterRow` is called with the text written so far, to send it when there is enough. */
export type EncodeChunk = (chunk: ResultChunk, out: TextBuffer, afterRow: () => void) => void;

/** Makes the encoder of rows of these columns. */
export function rowEncoder(columns: readonly ResultColumn[], form: RowForm): EncodeChunk {
  const writers = columns.map((column) => valueWriter(column, form));
  // Strings bring their own quotes and hexadecimal its own form.
  const quoted = columns.map(({ type }) => form.quote !== '' && !['varchar', 'json', 'blob'].includes(type.kind));
  const [open, between, close, none, quote] = [form.open, form.between, form.close, form.null, form.quote].map(codesOf);
  const room = columns.length * (LONGEST_VALUE + form.between.length) + form.open.length + form.close.length;
  return (chunk, out, afterRow) => {
    const write = writers.map((bind, column) => bind(chunk.vectors[column]!));
    const validity = chunk.vectors.map((vector) => vector.validity);
    for (let row = 0; row < chunk.rows; row++) {
      out.reserve(room);
      if (open!.length > 0) out.codes(open!);
      for (let column = 0; column < write.length; column++) {
        if (column > 0) out.codes(between!);
        const bits = validity[column];
        if (bits && ((bits[row >> 3]! >> (row & 7)) & 1) === 0) out.codes(none!);
        else if (quoted[column]) {
          out.codes(quote!);
          write[column]!(out, row);
          out.codes(quote!);
        } else write[column]!(out, row);
        // A string may have filled what was reserved.
        out.reserve(room);
      }
      out.codes(close!);
      afterRow();
    }
  };
}

function codesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
