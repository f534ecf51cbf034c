import { storeEmptyString, storeSafeInteger, storeString } from '../../../core/batch/decoder-code.js';
import { widthOf } from '../../../core/batch/layout.js';
import type { BatchLayout } from '../../../spi/batch.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { WireType } from '../types/wire-types.js';

/** How one column is decoded: by code made for its type, or checked, value for value. */
export interface ColumnDecoding {
  readonly checked: boolean;
  /** type byte of its column definition */
  readonly wire: number;
}

/** Most digits whose number a double holds exactly. */
const SAFE_DIGITS = 15;

/**
 * JavaScript that stores one value which is not NULL: `len` bytes of text at `p`, with `p` moved past them. Names as in
 * core/batch/decoder-code.ts, and `putChecked(batch, column, row, bytes)`, which stores a value after checking it in full.
 */
export function decodeColumn(layout: BatchLayout, column: number, decoding: ColumnDecoding): string {
  const type = layout.types[column]!;
  const data = layout.data[column]!;
  const checked = `batch.heapEnd = heapEnd; putChecked(batch, ${column}, row, buf.subarray(p, p + len)); heapEnd = batch.heapEnd; p += len;`;
  if (decoding.checked) return checked;
  switch (type.kind) {
    case 'varchar':
    case 'json':
      return storeString(column, data, layout.heap, { checkUtf8: true, trimSpaces: false });
    case 'blob':
      return storeString(column, data, layout.heap, { checkUtf8: false, trimSpaces: false });
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
      return `{ const e = p + len; ${sign()} let v = 0; for (; p < e; p++) v = v * 10 + (buf[p] - 48); if (negative) v = -v; ${storeSafeInteger(type, data, 'v')} }`;
    case 'int64':
    case 'uint64':
      if (decoding.wire === WireType.bit) return bits(type, data);
      return digits(type, data, 0, checked);
    case 'decimal':
      return digits(type, data, type.scale, checked);
    case 'float32':
      return `{ f32[${data >> 2} + row] = ${floating()}; p += len; }`;
    case 'float64':
      return `{ f64[${data >> 3} + row] = ${floating()}; p += len; }`;
    case 'date':
      return `{ ${day(checked)} i32[${data >> 2} + row] = days; p += len; } }`;
    case 'timestamp':
    case 'timestamptz':
      return timestamp(type, data, checked);
    default:
      return checked;
  }
}

/** JavaScript that leaves a harmless value under a NULL. */
export function decodeNull(layout: BatchLayout, column: number): string {
  const type = layout.types[column]!;
  const isText = type.kind === 'varchar' || type.kind === 'json' || type.kind === 'blob';
  return `setNull(batch, layout, ${column}, row); ${isText ? storeEmptyString(layout.data[column]!) : ''}`;
}

function sign(): string {
  return 'let negative = false; if (buf[p] === 45) { negative = true; p++; }';
}

/** An integer, or a decimal of just `scale` decimals; those with more digits than a double holds are checked ones. */
function digits(type: ColumnType, data: number, scale: number, checked: string): string {
  const longest = scale > 0 ? SAFE_DIGITS + 1 : SAFE_DIGITS;
  const point = scale > 0 ? `&& buf[p + len - ${scale + 1}] === 46` : '';
  const loop =
    scale > 0
      ? `for (; p < dot; p++) v = v * 10 + (buf[p] - 48); for (p++; p < e; p++) v = v * 10 + (buf[p] - 48);`
      : 'for (; p < e; p++) v = v * 10 + (buf[p] - 48);';
  return `if (len <= ${longest} ${point}) { const e = p + len${scale > 0 ? `, dot = e - ${scale + 1}` : ''}; ${sign()} let v = 0; ${loop}
    if (negative) v = -v; ${storeSafeInteger(type, data, 'v')} } else { ${checked} }`;
}

/** BIT is sent as the bytes of its number, most significant first. */
function bits(type: ColumnType, data: number): string {
  return `{ const w = ${data} + row * ${widthOf(type)}; let low = 0, high = 0;
    for (const e = p + len; p < e; p++) { high = (high << 8) | (low >>> 24); low = (low << 8) | buf[p]; }
    view.setInt32(w, low, true); view.setInt32(w + 4, high, true); }`;
}

/** Up to 15 digits and 22 decimals divide exactly (both are doubles); everything else is for the library. */
function floating(): string {
  return 'floating(buf, p, len)';
}

/** Opens two braces, of which the type's code closes one with an `else` to follow; `days` counts from 1970-01-01. */
function day(checked: string): string {
  return `const year = (buf[p] - 48) * 1000 + (buf[p+1] - 48) * 100 + (buf[p+2] - 48) * 10 + buf[p+3] - 48;
    const month = (buf[p+5] - 48) * 10 + buf[p+6] - 48, dayOfMonth = (buf[p+8] - 48) * 10 + buf[p+9] - 48;
    if (month < 1 || month > 12 || dayOfMonth < 1 || (dayOfMonth > 28 && dayOfMonth > daysInMonth(year, month))) { ${checked} } else {
    const y = month <= 2 ? year - 1 : year, era = Math.floor(y / 400), yearOfEra = y - era * 400;
    const dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 | 0) + dayOfMonth - 1;
    const days = era * 146097 + yearOfEra * 365 + (yearOfEra >> 2) - (yearOfEra / 100 | 0) + dayOfYear - 719468;`;
}

/** Microseconds as two words: days and seconds are exact in doubles, their product with a million is not always. */
function timestamp(type: ColumnType, data: number, checked: string): string {
  return `{ ${day(checked)}
    const seconds = days * 86400 + ((buf[p+11] - 48) * 10 + buf[p+12] - 48) * 3600 + ((buf[p+14] - 48) * 10 + buf[p+15] - 48) * 60 + (buf[p+17] - 48) * 10 + buf[p+18] - 48;
    let micros = 0; for (let k = p + 20, e = p + 26, end = p + len; k < e; k++) micros = micros * 10 + (k < end ? buf[k] - 48 : 0);
    if (seconds > -9007199254 && seconds < 9007199254) { const v = seconds * 1000000 + micros; ${storeSafeInteger(type, data, 'v')} }
    else { view.setBigInt64(${data} + row * 8, BigInt(seconds) * 1000000n + BigInt(micros), true); }
    p += len; } }`;
}
