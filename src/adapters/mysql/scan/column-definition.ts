import { INTEGER_WIRE_TYPES, WireType } from '../types/wire-types.js';

/** What the server says of a result set's column. */
export interface WireColumn {
  readonly type: number;
  readonly unsigned: boolean;
  readonly decimals: number;
}

const UNSIGNED_FLAG = 32;

/**
 * Reads a column definition packet: https://mariadb.com/kb/en/result-set-packets/#column-definition-packet. Six texts,
 * MariaDB's extended block where it was negotiated, then `0x0c` and twelve bytes.
 */
export function parseColumnDefinition(packet: Buffer): WireColumn {
  // The fixed part ends the packet and has one length, so nothing before it needs to be read.
  const fixed = packet.length - 12;
  const flags = packet.readUInt16LE(fixed + 7);
  return {
    type: packet.readUInt8(fixed + 6),
    unsigned: (flags & UNSIGNED_FLAG) !== 0,
    decimals: packet.readUInt8(fixed + 9),
  };
}

/** Whether a column's text is of the form that its fast decoder takes for granted; a view may deliver another. */
export function isExpected(wire: WireColumn, kind: string, scale: number): boolean {
  switch (kind) {
    case 'int8':
      return isInteger(wire, false, [WireType.tiny]);
    case 'uint8':
      return isInteger(wire, true, [WireType.tiny]);
    case 'int16':
      return wire.type === WireType.year || isInteger(wire, false, [WireType.tiny, WireType.short]);
    case 'uint16':
      return isInteger(wire, true, [WireType.tiny, WireType.short]);
    case 'int32':
      return isInteger(wire, false, [WireType.tiny, WireType.short, WireType.int24, WireType.long]);
    case 'uint32':
      return isInteger(wire, true, [WireType.tiny, WireType.short, WireType.int24, WireType.long]);
    case 'int64':
      return isInteger(wire, false, [...INTEGER_WIRE_TYPES]);
    case 'uint64':
      return wire.type === WireType.bit || isInteger(wire, true, [...INTEGER_WIRE_TYPES]);
    case 'decimal':
      return wire.type === WireType.newdecimal && wire.decimals === scale;
    case 'float32':
    case 'float64':
      return wire.type === WireType.double;
    case 'date':
      return wire.type === WireType.date || wire.type === WireType.newdate;
    case 'timestamp':
    case 'timestamptz':
      return wire.type === WireType.datetime || wire.type === WireType.timestamp;
    default:
      return true;
  }
}

function isInteger(wire: WireColumn, unsigned: boolean, types: readonly number[]): boolean {
  return wire.unsigned === unsigned && types.includes(wire.type);
}
