import { typeName } from '../../core/type-name.js';
import type { ScanRequest } from '../../spi/scan.js';
import { quoteIdentifier } from './quoting.js';

/** A table expression of the engine with the columns in the types that the user asked for (`fetch_as`). */
export function scanExpression(from: string, { columns, predicate }: ScanRequest): string {
  const casts = columns.filter(({ cast }) => cast);
  const where = predicate === null ? '' : ` where ${predicate}`;
  if (casts.length === 0) return where === '' ? from : `(from ${from}${where})`;
  const replaced = casts.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    return `cast(${column} as ${typeName(type)}) as ${column}`;
  });
  return `(select * replace (${replaced.join(', ')}) from ${from}${where})`;
}
