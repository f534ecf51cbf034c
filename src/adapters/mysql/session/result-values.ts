import type { ResultValue } from '../../../spi/result-table.js';
import { BINARY_CHARSET, INTEGER_WIRE_TYPES, WireType } from '../types/wire-types.js';

/** Names of wire types as people know them; those that are missing hold text or bytes. */
const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(WireType).map(([name, type]) => [type, name]));

/** What a column definition says of a small result's column. */
export interface ResultField {
  readonly name: string;
  readonly columnType?: number;
  readonly characterSet?: number;
}

/** The type of a result's column, for display. */
export function resultType(field: ResultField): string {
  return NAMES.get(field.columnType ?? -1) ?? (field.characterSet === BINARY_CHARSET ? 'blob' : 'text');
}

/** The server's text of one value as `ResultTable` holds it: a string wherever a JavaScript number would change it. */
export function resultValue(bytes: Buffer | null, field: ResultField): ResultValue {
  if (bytes === null) return null;
  const type = field.columnType ?? -1;
  if (INTEGER_WIRE_TYPES.has(type)) return integer(bytes.toString('latin1'));
  if (type === WireType.float || type === WireType.double) return Number(bytes.toString('latin1'));
  if (type === WireType.bit) return integer(`0x${bytes.toString('hex') || '0'}`);
  if (field.characterSet === BINARY_CHARSET && !NAMES.has(type)) return `0x${bytes.toString('hex').toUpperCase()}`;
  if (type === WireType.geometry) return `0x${bytes.toString('hex').toUpperCase()}`;
  return bytes.toString('utf8');
}

function integer(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
