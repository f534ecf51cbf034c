import type { AggregateCall, BlockDialect, SourceForm } from '../../../spi/block.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { type FilterClass, nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';
import { columnType } from './column-type.js';

/** Classes of columns whose values are equal, and ordered, as DuckDB's are. */
const PLAIN_KEYS: ReadonlySet<FilterClass> = new Set(['integer', 'decimal', 'date', 'datetime', 'timestamp']);
const ORDERED = /^(u?int(8|16|32|64)|decimal|date|timestamp|timestamptz)$/;
const INTEGER = /^u?int(8|16|32|64)$/;
const KEY_KINDS = /^(u?int(8|16|32|64)|decimal|date|timestamp)$/;
const UTF8 = /^utf8/;
/** Longer texts are grouped and sorted by their first `max_sort_length` bytes only, of which 1,024 are usual. */
const LONGEST_KEY = 255;

/** What MySQL and MariaDB compute of a block just as DuckDB does. */
export const blocks: BlockDialect = { key, value, aggregate, orderTerm };

function key(column: RelationColumn, sql: string): SourceForm | null {
  const { type, filter, comparison } = nativeType(column.nativeType);
  if (!isSame(type, column.type)) return null;
  if (PLAIN_KEYS.has(filter)) return { sql, nativeType: column.nativeType, comparison: 'same' };
  if (filter === 'uuid') return { sql, nativeType: column.nativeType, comparison };
  if (filter !== 'text') return null;
  const {
    name,
    arguments: [length = Number.POSITIVE_INFINITY],
    collation,
  } = parseType(column.nativeType);
  if (!UTF8.test(collation ?? '') || length > LONGEST_KEY || !/^(var)?char$/.test(name)) return null;
  return { sql: `cast(${sql} as binary)`, nativeType: 'longtext collate utf8mb4_nopad_bin', comparison: 'same' };
}

function value({ sql }: { readonly sql: string }, type: ColumnType): SourceForm | null {
  return KEY_KINDS.test(type.kind) ? exact(sql, columnType(type, 'value')) : null;
}

function aggregate({ name, distinct, argument }: AggregateCall): SourceForm | null {
  const words = distinct ? 'distinct ' : '';
  if (name === 'count') return exact(`count(${argument === null ? '*' : words + argument.sql})`, 'bigint');
  if (argument === null) return null;
  const { sql, type, column } = argument;
  if (column !== null && !PLAIN_KEYS.has(nativeType(column.nativeType).filter)) return null;
  if (name !== 'sum') {
    return ORDERED.test(type.kind) ? exact(`${name}(${sql})`, column?.nativeType ?? columnType(type, 'value')) : null;
  }
  // The sum of integers is a decimal, with 22 digits more than what is added up.
  if (INTEGER.test(type.kind)) return exact(`sum(${words}${sql})`, 'decimal(38,0)');
  return type.kind === 'decimal' ? exact(`sum(${words}${sql})`, `decimal(38,${type.scale})`) : null;
}

function exact(sql: string, spelled: string): SourceForm {
  return { sql, nativeType: spelled, comparison: 'same' };
}

/** NULLs come first where the order ascends; the flag before moves them. */
function orderTerm(sql: string, direction: 'asc' | 'desc', nulls: 'first' | 'last'): string {
  const asWanted = (direction === 'asc') === (nulls === 'first');
  return asWanted ? `${sql} ${direction}` : `${sql} is null ${nulls === 'first' ? 'desc' : 'asc'}, ${sql} ${direction}`;
}

function isSame(a: ColumnType, b: ColumnType): boolean {
  return JSON.stringify(a, Object.keys(a).sort()) === JSON.stringify(b, Object.keys(b).sort());
}
