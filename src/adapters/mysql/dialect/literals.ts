import type { ColumnType } from '../../../spi/column-type.js';
import type { Literal, Local } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import type { FilterClass } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { string } from './quote.js';

const INTEGER_KINDS: ReadonlySet<string> = new Set([
  ...['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'hugeint', 'uhugeint'],
]);

/** Bits and sign of the integer types that a column can have. */
const INTEGER_BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32, int64: 64 };

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.(\d{1,6}))?$/;

/** A literal for a column of a filter class, written so that neither side is converted; why not, where that cannot be. */
export function literalSql(filter: FilterClass, literal: Literal, column: RelationColumn): string | Local {
  const { value, type } = literal;
  switch (filter) {
    case 'integer':
      if (!INTEGER_KINDS.has(type.kind) || !/^-?\d+$/.test(value)) return mismatch(type);
      return fits(BigInt(value), column.type.kind) ? value : local(`${value} is outside the column's type`);
    case 'decimal':
      if (!(type.kind === 'decimal' || INTEGER_KINDS.has(type.kind)) || !/^-?\d+(\.\d+)?$/.test(value))
        return mismatch(type);
      return value;
    case 'double':
      // The exponent makes it a double; without one it would be a decimal and so would the comparison.
      if (type.kind !== 'float64' || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return mismatch(type);
      return /e/i.test(value) ? value : `${value}e0`;
    case 'date':
      if (type.kind !== 'date' || !DATE.test(value) || value < '0001') return mismatch(type);
      return `date'${value}'`;
    case 'datetime':
      return type.kind === 'timestamp' ? timestamp(value, type, column) : mismatch(type);
    case 'timestamp': {
      // Sessions that scan are in UTC; canonical text may say so.
      const utc = value.replace(/(\+00(:?00)?|Z)$/, '');
      return type.kind === 'timestamptz' ? timestamp(utc, type, column) : mismatch(type);
    }
    case 'uuid':
      return type.kind === 'uuid' && /^[0-9a-f-]{36}$/i.test(value) ? string(value) : mismatch(type);
    default:
      return local('filters on this type are checked by the engine');
  }
}

/** MariaDB cuts a literal to the column's decimals of a second before it compares: one with more stays local. */
function timestamp(value: string, type: ColumnType, column: RelationColumn): string | Local {
  const match = TIMESTAMP.exec(value);
  if (!match || value < '0001') return mismatch(type);
  const decimals = (match[1] ?? '').replace(/0+$/, '').length;
  if (decimals > (parseType(column.nativeType).arguments[0] ?? 0))
    return local('a fraction of a second that the column has not');
  return `timestamp'${value.replace('T', ' ')}'`;
}

function fits(value: bigint, kind: string): boolean {
  const unsigned = kind.startsWith('u');
  const bits = INTEGER_BITS[unsigned ? kind.slice(1) : kind] ?? 0;
  return value === (unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value));
}

function mismatch(type: ColumnType): Local {
  return local(`a comparison with a ${type.kind} is checked by the engine`);
}

function local(reason: string): Local {
  return { class: 'local', reason };
}
