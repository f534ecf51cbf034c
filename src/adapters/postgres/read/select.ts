import type { ScanColumn } from '../../../spi/scan.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import { parseNativeType } from '../types/native-type.js';
import { sourceType } from '../types/source-type.js';
import { castColumn, type Selected } from './cast.js';

/** What is selected for a column of a scan. */
export function selectColumn(column: ScanColumn): Selected {
  const quoted = quoteIdentifier(column.name);
  const source = sourceType(column.nativeType);
  if (!column.cast || JSON.stringify(source.type) === JSON.stringify(column.type)) {
    return { sql: source.select(quoted), wire: source.wire };
  }
  // Asked for text, a type that is text anyway keeps its own way of becoming it.
  if (column.type.kind === 'varchar' && source.type.kind === 'varchar')
    return { sql: source.select(quoted), wire: source.wire };
  // A numeric too wide for DECIMAL is a number all the same.
  const family =
    parseNativeType(column.nativeType).base === 'numeric' && !column.nativeType.endsWith('[]')
      ? 'number'
      : source.family;
  return castColumn(quoted, column, family);
}
