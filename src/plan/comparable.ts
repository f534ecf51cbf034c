import type { ColumnType } from '../spi/column-type.js';
import { isInteger } from './literal.js';

/**
 * Whether comparing a column with a literal (or another column) means the same in every database: both sides of one family,
 * so that neither side is cast. Floating point is left out: what is printed of a literal need not be what is compared.
 */
export function comparable(a: ColumnType, b: ColumnType): boolean {
  return family(a) !== null && family(a) === family(b);
}

function family(type: ColumnType): string | null {
  if (isInteger(type) || type.kind === 'decimal') return 'exact number';
  switch (type.kind) {
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
    case 'varchar':
      return type.kind;
    default:
      return null;
  }
}
