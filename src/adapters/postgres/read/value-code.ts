import { storeBigInteger, storeSafeInteger, storeString } from '../../../core/batch/decoder-code.js';
import type { BatchLayout } from '../../../spi/batch.js';
import type { ColumnType } from '../../../spi/column-type.js';
import { EPOCH_DAYS, EPOCH_MICROSECONDS } from '../types/epoch.js';
import type { WireForm } from '../types/source-type.js';

/** One column of the rows that are decoded. */
export interface DecodedColumn {
  readonly type: ColumnType;
  readonly wire: WireForm;
}

const WORD = 2 ** 32;
const EPOCH_HIGH = Math.floor(EPOCH_MICROSECONDS / WORD);
const EPOCH_LOW = EPOCH_MICROSECONDS % WORD;

/** Digits that an integer in a double holds for sure. */
const SAFE_DIGITS = 15;
/** Groups of four digits of which the same is true. */
const SAFE_GROUPS = 3;

/**
 * Code that reads the value of `len` bytes at `p` in its binary form (`typsend`), stores it as DuckDB does, and moves `p`
 * behind it. See core/batch/decoder-code.ts for the names it uses; beside these `numericToBigInt`, `numericText`.
 */
export function valueCode(column: number, { type, wire }: DecodedColumn, layout: BatchLayout): string {
  const data = layout.data[column]!;
  const word = data >> 2;
  const strings = { checkUtf8: wire !== 'bytes', trimSpaces: wire === 'padded text' };
  switch (wire) {
    case 'boolean':
      return `u8[${data} + row] = buf[p]; p += 1;`;
    case 'int2':
      return `i16[${data >> 1} + row] = dv.getInt16(p); p += 2;`;
    case 'int4':
    case 'oid':
      return `i32[${word} + row] = dv.getInt32(p); p += 4;`;
    case 'int8':
    case 'time':
      return `{ const w = ${word} + row * 2; i32[w] = dv.getInt32(p + 4); i32[w + 1] = dv.getInt32(p); p += 8; }`;
    case 'float4':
      // As bits, for a NaN keeps its payload only so.
      return `i32[${word} + row] = dv.getInt32(p); p += 4;`;
    case 'float8':
      return `{ const w = ${word} + row * 2; i32[w] = dv.getInt32(p + 4); i32[w + 1] = dv.getInt32(p); p += 8; }`;
    case 'date':
      return `{ const d = dv.getInt32(p); p += 4;
        i32[${word} + row] = d === 2147483647 ? d : d === -2147483648 ? -2147483647 : d + ${EPOCH_DAYS}; }`;
    case 'timestamp':
      return timestampCode(column, word);
    case 'interval':
      return `{ const months = dv.getInt32(p + 12), days = dv.getInt32(p + 8), w = ${word} + (row << 2);
        if ((months === 2147483647 && days === months) || (months === -2147483648 && days === months)) fail(${column}, (months > 0 ? '' : '-') + 'infinity, which DuckDB has no interval for');
        i32[w] = months; i32[w + 1] = days; i32[w + 2] = dv.getInt32(p + 4); i32[w + 3] = dv.getInt32(p); p += 16; }`;
    case 'uuid':
      return `{ const w = ${word} + (row << 2); i32[w] = dv.getInt32(p + 12); i32[w + 1] = dv.getInt32(p + 8);
        i32[w + 2] = dv.getInt32(p + 4); i32[w + 3] = dv.getInt32(p) ^ -2147483648; p += 16; }`;
    case 'numeric':
      return numericCode(column, type, data);
    default:
      return storeString(column, data, layout.heap, strings);
  }
}

/** Adds the epochs' distance in two words; the infinities are the ends of int64 in PostgreSQL, one off in DuckDB. */
function timestampCode(column: number, word: number): string {
  return `{ const w = ${word} + row * 2; let high = dv.getInt32(p), low = dv.getUint32(p + 4);
    if (high === 2147483647 && low === 4294967295) { i32[w] = -1; i32[w + 1] = 2147483647; }
    else if (high === -2147483648 && low === 0) { i32[w] = 1; i32[w + 1] = -2147483648; }
    else {
      low += ${EPOCH_LOW}; high += ${EPOCH_HIGH};
      if (low >= ${WORD}) { low -= ${WORD}; high++; }
      if (high > 2147483647 || (high === 2147483647 && low === 4294967295)) fail(${column}, timestampText(dv, p) + ', which is after the last timestamp of DuckDB, 294247-01-10');
      i32[w] = low; i32[w + 1] = high;
    }
    p += 8; }`;
}

/** Digits of base 10,000 into a scaled integer; in doubles where they are exact, else in BigInt. Never rounds. */
function numericCode(column: number, type: ColumnType, data: number): string {
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const [lowest, highest] = bounds(type);
  const groups = Math.ceil(scale / 4);
  const lastFactor = 10 ** (scale - Math.max(0, groups - 1) * 4);
  const fraction = Array.from({ length: groups }, (_, j) => {
    const digit = `{ const i = weight + ${j + 1}, g = i >= 0 && i < digits ? dv.getInt16(p + 8 + 2 * i) : 0;`;
    if (j < groups - 1 || lastFactor === 10_000) return `${digit} v = v * 10000 + g; }`;
    const divisor = 10_000 / lastFactor;
    return `${digit} if (g % ${divisor} !== 0) exact = false; v = v * ${lastFactor} + g / ${divisor}; }`;
  });
  const refuse = `fail(${column}, numericText(dv, p) + ', which does not fit')`;
  const isSafe = highest < 10n ** BigInt(SAFE_DIGITS);
  const inDoubles = `let v = 0, exact = digits <= weight + ${1 + groups};
      for (let i = 0; i <= weight; i++) v = v * 10000 + (i < digits ? dv.getInt16(p + 8 + 2 * i) : 0);
      ${fraction.join('\n')}
      if (sign === 16384) v = -v;
      if (!exact || !(v >= ${lowest} && v <= ${highest})) ${refuse};
      ${storeSafeInteger(type, data, 'v')}`;
  const inBigInts = `const v = numericToBigInt(dv, p, ${scale});
      if (v === null || v < ${lowest}n || v > ${highest}n) ${refuse};
      ${storeBigInteger(type, data, 'v')}`;
  const both = `if (weight < ${SAFE_GROUPS - groups}) { ${inDoubles} } else { ${inBigInts} }`;
  return `{ const digits = dv.getInt16(p), weight = dv.getInt16(p + 2), sign = dv.getUint16(p + 4);
    if (sign !== 0 && sign !== 16384) ${refuse};
    ${isSafe ? inDoubles : groups < SAFE_GROUPS ? both : inBigInts}
    p += len; }`;
}

function bounds(type: ColumnType): readonly [lowest: bigint, highest: bigint] {
  if (type.kind === 'decimal') {
    const end = 10n ** BigInt(type.precision) - 1n;
    return [-end, end];
  }
  const bits = type.kind.endsWith('hugeint') ? 128n : BigInt(/\d+$/.exec(type.kind)?.[0] ?? 64);
  return type.kind.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}
