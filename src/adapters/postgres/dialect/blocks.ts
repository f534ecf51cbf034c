import type { AggregateCall, BlockDialect, SourceForm } from '../../../spi/block.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { columnType } from '../types/column-types.js';
import { type Family, sourceType } from '../types/source-type.js';

/** Families whose values are equal where DuckDB's are. Floats are not among them: 0 and -0 are printed differently. */
const PLAIN_KEYS: ReadonlySet<Family> = new Set([
  'boolean',
  'number',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
]);
/** Types of which PostgreSQL has min and max in every version, in DuckDB's order. */
const ORDERED = /^(int(8|16|32|64)|decimal|date|timestamp|timestamptz)$/;
const INTEGER = /^u?int(8|16|32|64)$/;
const KEY_KINDS = /^(boolean|int(8|16|32|64)|hugeint|decimal|date|timestamp|timestamptz|uuid)$/;

/** What PostgreSQL computes of a block just as DuckDB does. */
export const blocks: BlockDialect = { key, value, aggregate, orderTerm };

function key(column: RelationColumn, sql: string): SourceForm | null {
  const { type, family } = sourceType(column.nativeType);
  if (JSON.stringify(type) !== JSON.stringify(column.type)) return null;
  if (PLAIN_KEYS.has(family)) return { sql, nativeType: column.nativeType, comparison: 'same' };
  if (family === 'text' && column.comparison === 'same')
    return { sql, nativeType: column.nativeType, comparison: 'same' };
  // Under C two texts are equal, and ordered, by their bytes; those of a char(n) without its padding.
  // (Bytes of another encoding than UTF-8 have another order.)
  if (family === 'text' || family === 'padded text') return bytewise(sql, column.nativeType, column.comparison);
  return column.comparison === 'same equality' ? bytewise(`(${sql})::text`, 'text', 'same equality') : null;
}

function bytewise(sql: string, nativeType: string, before: RelationColumn['comparison']): SourceForm {
  const comparison = before === 'differs' ? 'same equality' : 'same';
  return { sql: `${sql} collate pg_catalog."C"`, nativeType, comparison };
}

function value({ sql }: { readonly sql: string }, type: ColumnType): SourceForm | null {
  if (type.kind === 'varchar') return bytewise(`(${sql})::text`, 'text', 'differs');
  if (!KEY_KINDS.test(type.kind)) return null;
  const nativeType = nativeTypeOf(type);
  return { sql: `(${sql})::${nativeType}`, nativeType, comparison: 'same' };
}

/** The name by which the reader knows the column's wire form. */
function nativeTypeOf(type: ColumnType): string {
  const named = columnType(type, 'value');
  if (named === 'timestamp') return 'timestamp without time zone';
  return named === 'timestamptz' ? 'timestamp with time zone' : named;
}

function aggregate({ name, distinct, argument }: AggregateCall): SourceForm | null {
  const words = distinct ? 'distinct ' : '';
  if (name === 'count') return exact(`count(${argument === null ? '*' : words + argument.sql})`, 'bigint');
  if (argument === null) return null;
  const { sql, type, column } = argument;
  if (name !== 'sum') {
    if (!ORDERED.test(type.kind)) return null;
    return exact(`${name}(${sql})`, column?.nativeType ?? nativeTypeOf(type));
  }
  // The sum of bigint is a numeric, whose digits do not run out.
  if (INTEGER.test(type.kind)) return exact(`sum(${words}(${sql})::int8)`, 'numeric(38,0)');
  return type.kind === 'decimal' ? exact(`sum(${words}${sql})`, `numeric(38,${type.scale})`) : null;
}

function exact(sql: string, nativeType: string): SourceForm {
  return { sql, nativeType, comparison: 'same' };
}

function orderTerm(sql: string, direction: 'asc' | 'desc', nulls: 'first' | 'last'): string {
  return `${sql} ${direction} nulls ${nulls}`;
}
