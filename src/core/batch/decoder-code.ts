import type { ColumnType } from '../../spi/column-type.js';
import { INLINE_STRING_BYTES, widthOf } from './layout.js';

/**
 * Pieces of JavaScript from which adapters generate a decoder for one row type. They are compiled by `new Function` from
 * layouts and column positions alone: nothing that a user or a server wrote ever becomes code.
 *
 * No function of the decoder may use its variables: what a closure shares lies in memory instead of registers, which made
 * one decoder twice as slow. Names that the pieces use: `i16 i32 f64 u8 view` (the batch), `row`, `buf` and `dv` (received bytes, at least 16
 * readable bytes past their end), `p` (position), `len` (bytes of the value), `heapEnd`, `isUtf8`, `fail(column, reason, buf, p, len)`.
 */

/** Stores the integer `value` (a number up to 2^53 in magnitude) in the width of its column. */
export function storeSafeInteger(type: ColumnType, data: number, value: string): string {
  switch (widthOf(type)) {
    case 1:
      return `u8[${data} + row] = ${value};`;
    case 2:
      return `i16[${data >> 1} + row] = ${value};`;
    case 4:
      return `i32[${data >> 2} + row] = ${value};`;
    case 8:
      return `{ const w = ${data >> 2} + row * 2;
        if (${value} >= 0 && ${value} < 2147483648) { i32[w] = ${value}; i32[w + 1] = 0; }
        else { const high = Math.floor(${value} / 4294967296); i32[w] = ${value} - high * 4294967296; i32[w + 1] = high; } }`;
    default:
      return `{ const w = ${data} + row * 16; const big = BigInt(${value});
        view.setBigInt64(w, BigInt.asIntN(64, big), true); view.setBigInt64(w + 8, big >> 64n, true); }`;
  }
}

/** Stores the BigInt `value` in the width of its column; the caller has checked its range. */
export function storeBigInteger(type: ColumnType, data: number, value: string): string {
  switch (widthOf(type)) {
    case 8:
      return `view.setBigInt64(${data} + row * 8, BigInt.asIntN(64, ${value}), true);`;
    case 16:
      return `{ const w = ${data} + row * 16, big = ${value};
        view.setBigInt64(w, BigInt.asIntN(64, big), true); view.setBigInt64(w + 8, BigInt.asIntN(64, big >> 64n), true); }`;
    default:
      return storeSafeInteger(type, data, `Number(${value})`);
  }
}

/** Zeroes a `string_t`, which DuckDB reads even where the value is NULL. */
export function storeEmptyString(data: number): string {
  return `{ const w = ${data >> 2} + (row << 2); i32[w] = 0; i32[w + 1] = 0; i32[w + 2] = 0; i32[w + 3] = 0; }`;
}

/**
 * Stores `len` bytes at `p` as a `string_t`; the caller has made sure that the heap has room for them. Text is checked to
 * be UTF-8: words are or-ed together, so that the check costs nothing where every byte is ASCII.
 */
export function storeString(
  column: number,
  data: number,
  heap: number,
  options: { readonly checkUtf8: boolean; readonly trimSpaces: boolean },
): string {
  return `{ let n = len; let bits = 0;
    ${options.trimSpaces ? 'while (n > 0 && buf[p + n - 1] === 32) n--;' : ''}
    const w = ${data >> 2} + (row << 2);
    i32[w] = n;
    if (n <= ${INLINE_STRING_BYTES}) {
      let a = 0, b = 0, c = 0;
      if (n > 8) { a = dv.getInt32(p, true); b = dv.getInt32(p + 4, true); c = dv.getInt32(p + 8, true); if (n < 12) c &= (1 << ((n - 8) * 8)) - 1; }
      else if (n > 4) { a = dv.getInt32(p, true); b = dv.getInt32(p + 4, true); if (n < 8) b &= (1 << ((n - 4) * 8)) - 1; }
      else if (n > 0) { a = dv.getInt32(p, true); if (n < 4) a &= (1 << (n * 8)) - 1; }
      i32[w + 1] = a; i32[w + 2] = b; i32[w + 3] = c;
      bits = a | b | c;
    } else {
      i32[w + 1] = dv.getInt32(p, true); i32[w + 2] = heapEnd - ${heap}; i32[w + 3] = 0;
      if (n <= 96) {
        for (let to = heapEnd, from = p, end = p + n; from < end; to += 4, from += 4) { const word = dv.getInt32(from, true); bits |= word; view.setInt32(to, word, true); }
      } else { u8.set(buf.subarray(p, p + n), heapEnd); bits = -1; }
      heapEnd += n;
    }
    ${options.checkUtf8 ? `if ((bits & 0x80808080) !== 0 && !isUtf8(buf.subarray(p, p + n))) fail(${column}, 'text is not valid UTF-8', buf, p, len);` : ''}
    p += len; }`;
}
