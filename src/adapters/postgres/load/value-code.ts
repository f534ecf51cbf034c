import { INLINE_STRING_BYTES, widthOf } from '../../../core/batch/layout.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { EPOCH_DAYS, EPOCH_MICROSECONDS } from '../types/epoch.js';
import type { LoadForm } from './load-form.js';

const WORD = 2 ** 32;
const EPOCH_HIGH = Math.floor(EPOCH_MICROSECONDS / WORD);
const EPOCH_LOW = EPOCH_MICROSECONDS % WORD;
/** High words of the integers that a double holds exactly. */
const SAFE_HIGH = 2 ** 21;
/** Fractions of up to three groups of four digits are taken apart in doubles. */
const SAFE_SCALE = 12;

/**
 * Code that writes one value in its binary form (`typreceive`), length first. Names that it uses: `d` (DataView of the
 * column's vector), `vector`, `row`, `out` (DataView), `bytes` (Uint8Array over the same memory), `o` (position),
 * `room(n)` (makes sure that n bytes follow `o`), `putBigNumeric`, `fail`. 80 bytes are there at its start.
 */
export function valueCode(column: number, type: ColumnType, form: LoadForm): string {
  const width = isString(type) ? 16 : widthOf(type);
  const at = `row * ${width}`;
  switch (form) {
    case 'boolean':
      return `out.setInt32(o, 1); out.setUint8(o + 4, d.getUint8(row)); o += 5;`;
    case 'int2':
      return `out.setInt32(o, 2); out.setInt16(o + 4, ${smallInteger(type, at)}); o += 6;`;
    case 'int4':
    case 'float4':
      return `out.setInt32(o, 4); out.setInt32(o + 4, ${smallInteger(type, at)}); o += 8;`;
    case 'oid':
      return `out.setInt32(o, 4); out.setUint32(o + 4, d.getUint32(${at}, true)); o += 8;`;
    case 'int8':
    case 'float8':
    case 'time':
      if (width === 4)
        return `out.setInt32(o, 8); out.setInt32(o + 4, 0); out.setUint32(o + 8, d.getUint32(${at}, true)); o += 12;`;
      return `{ const i = ${at}; out.setInt32(o, 8); out.setInt32(o + 4, d.getInt32(i + 4, true)); out.setInt32(o + 8, d.getInt32(i, true)); o += 12; }`;
    case 'date':
      return `{ const days = d.getInt32(${at}, true); out.setInt32(o, 4);
        if (days < -2147472691 && days !== -2147483647) fail(${column}, 'a date of ' + days + ' days before 1970');
        out.setInt32(o + 4, days === 2147483647 ? days : days === -2147483647 ? -2147483648 : days - ${EPOCH_DAYS}); o += 8; }`;
    case 'timestamp':
      return `{ const i = ${at}; let high = d.getInt32(i + 4, true), low = d.getUint32(i, true);
        if (high === 2147483647 && low === 4294967295) {} else if (high === -2147483648 && low === 1) low = 0;
        else { low -= ${EPOCH_LOW}; high -= ${EPOCH_HIGH}; if (low < 0) { low += ${WORD}; high--; }
          if (high < -2147483648) fail(${column}, 'a timestamp before the first of PostgreSQL, 4713 BC'); }
        out.setInt32(o, 8); out.setInt32(o + 4, high); out.setUint32(o + 8, low); o += 12; }`;
    case 'interval':
      return `{ const i = ${at}; out.setInt32(o, 16); out.setInt32(o + 4, d.getInt32(i + 12, true)); out.setInt32(o + 8, d.getInt32(i + 8, true));
        out.setInt32(o + 12, d.getInt32(i + 4, true)); out.setInt32(o + 16, d.getInt32(i, true)); o += 20; }`;
    case 'uuid':
      return `{ const i = ${at}; out.setInt32(o, 16); out.setInt32(o + 4, d.getInt32(i + 12, true) ^ -2147483648); out.setInt32(o + 8, d.getInt32(i + 8, true));
        out.setInt32(o + 12, d.getInt32(i + 4, true)); out.setInt32(o + 16, d.getInt32(i, true)); o += 20; }`;
    case 'numeric':
      return numericCode(column, type, at);
    default:
      return stringCode(form === 'jsonb');
  }
}

function isString(type: ColumnType): boolean {
  return type.kind === 'varchar' || type.kind === 'json' || type.kind === 'blob' || type.kind === 'other';
}

function smallInteger(type: ColumnType, at: string): string {
  const method = { boolean: 'Uint8', int8: 'Int8', uint8: 'Uint8', int16: 'Int16', uint16: 'Uint16' }[
    type.kind as string
  ];
  return method ? `d.get${method}(${at}, true)` : `d.getInt32(${at}, true)`;
}

/** Strings of up to 12 bytes lie in the vector; words are copied whole, and what is too much is overwritten next. */
function stringCode(versioned: boolean): string {
  const version = versioned ? 'out.setUint8(o++, 1);' : '';
  return `{ const i = row * 16, n = d.getUint32(i, true); out.setInt32(o, n${versioned ? ' + 1' : ''}); o += 4; ${version}
    if (n <= ${INLINE_STRING_BYTES}) {
      out.setInt32(o, d.getInt32(i + 4, true), true); out.setInt32(o + 4, d.getInt32(i + 8, true), true); out.setInt32(o + 8, d.getInt32(i + 12, true), true);
    } else { room(n + 96); bytes.set(vector.longString(row), o); }
    o += n; }`;
}

/** An integer of any width, with `scale` digits after the point, as digits of base 10,000. */
function numericCode(column: number, type: ColumnType, at: string): string {
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const width = widthOf(type);
  const sign = type.kind.startsWith('u') ? 'Uint' : 'Int';
  const big = `o = putBigNumeric(out, o, d, ${at}, ${width}, ${sign === 'Uint'}, ${scale}, ${column}, fail);`;
  const small = smallNumeric(scale);
  if (width === 16 || scale > SAFE_SCALE) return big;
  if (width < 8) return `{ let x = d.get${sign}${width * 8}(${at}, true); ${small} }`;
  return `{ const low = d.getUint32(${at}, true), high = d.get${sign}32(${at} + 4, true);
    if (high >= ${-SAFE_HIGH} && high < ${SAFE_HIGH}) { let x = high * ${WORD} + low; ${small} } else { ${big} } }`;
}

/** `x` in doubles. Zero digits at the end are the server's to remove (make_result). */
function smallNumeric(scale: number): string {
  const groups = Math.ceil(scale / 4);
  const fraction = Array.from({ length: groups }, (_, group) => {
    const divisor = 10 ** ((groups - 1 - group) * 4);
    const value = divisor === 1 ? 'fraction % 10000' : `Math.floor(fraction / ${divisor}) % 10000`;
    return `out.setInt16(q, ${value}); q += 2;`;
  }).join(' ');
  return `const negative = x < 0; if (negative) x = -x;
    const whole = ${scale === 0 ? 'x' : `Math.floor(x / ${10 ** scale})`}; let q = o + 12;
    if (whole >= 1e12) { out.setInt16(q, Math.floor(whole / 1e12)); q += 2; }
    if (whole >= 1e8) { out.setInt16(q, Math.floor(whole / 1e8) % 10000); q += 2; }
    if (whole >= 1e4) { out.setInt16(q, Math.floor(whole / 1e4) % 10000); q += 2; }
    out.setInt16(q, whole % 10000); q += 2;
    const weight = ((q - o - 12) >> 1) - 1;
    ${groups === 0 ? '' : `const fraction = (x - whole * ${10 ** scale}) * ${10 ** (groups * 4 - scale)}; ${fraction}`}
    out.setInt32(o, q - o - 4); out.setInt16(o + 4, (q - o - 12) >> 1); out.setInt16(o + 6, weight);
    out.setInt16(o + 8, negative ? 16384 : 0); out.setInt16(o + 10, ${scale}); o = q;`;
}
