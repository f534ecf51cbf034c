import type { ColumnType } from '#dvt/spi/column-type.js';
import type { BatchValue } from './decode-batch.js';

const WIDTHS: Readonly<Record<string, number>> = {
  ...{ boolean: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, float32: 4, date: 4 },
  ...{ int64: 8, uint64: 8, float64: 8, time: 8, timestamp: 8, timestamptz: 8 },
  ...{ hugeint: 16, uhugeint: 16, interval: 16, uuid: 16, varchar: 16, json: 16, blob: 16 },
};

/** Bytes of a value in DuckDB's vectors. */
export function vectorWidth(type: ColumnType): number {
  if (type.kind === 'decimal') return type.precision <= 4 ? 2 : type.precision <= 9 ? 4 : type.precision <= 18 ? 8 : 16;
  const width = WIDTHS[type.kind];
  if (width === undefined) throw new Error(`no vector of ${type.kind} here`);
  return width;
}

/** Writes one value in DuckDB's vector layout; returns the bytes of a string too long to lie in the vector. */
export function encodeValue(view: DataView, at: number, type: ColumnType, value: BatchValue): Uint8Array | null {
  switch (type.kind) {
    case 'boolean':
      view.setUint8(at, value ? 1 : 0);
      return null;
    case 'float32':
      view.setFloat32(at, value as number, true);
      return null;
    case 'float64':
      view.setFloat64(at, value as number, true);
      return null;
    case 'interval': {
      const { months, days, micros } = value as { months: number; days: number; micros: bigint };
      view.setInt32(at, months, true);
      view.setInt32(at + 4, days, true);
      view.setBigInt64(at + 8, micros, true);
      return null;
    }
    case 'varchar':
    case 'json':
    case 'blob':
      return encodeString(view, at, typeof value === 'string' ? Buffer.from(value) : (value as Buffer));
    case 'uuid':
      encodeInteger(view, at, 16, BigInt.asIntN(128, (value as bigint) ^ (1n << 127n)));
      return null;
    default:
      encodeInteger(view, at, vectorWidth(type), BigInt(value as number | bigint));
      return null;
  }
}

function encodeInteger(view: DataView, at: number, width: number, value: bigint): void {
  for (let byte = 0; byte < width; byte++) view.setUint8(at + byte, Number((value >> BigInt(byte * 8)) & 255n));
}

function encodeString(view: DataView, at: number, bytes: Buffer): Uint8Array | null {
  view.setUint32(at, bytes.length, true);
  const inline = bytes.length <= 12;
  for (let index = 0; index < (inline ? 12 : 4); index++) view.setUint8(at + 4 + index, bytes[index] ?? 0);
  if (inline) return null;
  view.setBigUint64(at + 8, 0xdeadbeefdeadbeefn, true);
  return bytes;
}
