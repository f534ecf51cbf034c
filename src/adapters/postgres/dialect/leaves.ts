import { type Leaf, local, NULL_KIND } from '../../../core/expression/form-table.js';
import { isInteger } from '../../../core/integer-type.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { ColumnExpression, LiteralExpression } from '../../../spi/expression.js';
import type { Local } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { type SourceType, sourceType } from '../types/source-type.js';
import { literalFor } from './literal.js';
import { quoteIdentifier } from './quoting.js';

/** How values compare in PostgreSQL; the words of its table of forms. What they mean for the reader of the docs: */
export const KINDS = {
  boolean: 'boolean',
  integer: 'smallint, integer, bigint, oid',
  decimal: 'numeric(p,s)',
  real: 'real',
  double: 'double precision',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  'bytewise text': 'text whose collation compares bytes of UTF-8 (C)',
  text: 'text of another deterministic collation in a UTF-8 database',
  'loose text':
    'text of a nondeterministic collation, or of a database that is not UTF-8; enums and types fetched as text',
  'padded text': 'char(n)',
  bpchar: 'bpchar without a length',
  'constant text': 'a text constant',
  bytes: 'bytea',
  jsonb: 'jsonb',
  opaque: 'json, interval',
} as const;

export type Kind = keyof typeof KINDS;

/** A column as the source spells it, where it is fetched in its own type. */
export function columnLeaf({ column, qualifier }: ColumnExpression): Leaf | Local {
  const source = sourceType(column.nativeType);
  if (JSON.stringify(source.type) !== JSON.stringify(column.type)) {
    return local(`${column.name} is fetched in another type than its own`);
  }
  const name = quoteIdentifier(column.name);
  const sql = qualifier === undefined ? name : `${quoteIdentifier(qualifier)}.${name}`;
  const kind = kindOfColumn(column, source);
  // Whatever else is fetched as its text is compared by it.
  if (kind === 'other') return { sql: source.select(sql), kind: 'loose text' };
  // What an oid is compared with is cast to oid, and fails where it is none.
  return { sql: source.wire === 'oid' ? `${sql}::int8` : sql, kind };
}

function kindOfColumn({ nativeType, comparison }: RelationColumn, { family, type, wire }: SourceType): Kind | 'other' {
  switch (family) {
    case 'number':
      return type.kind === 'decimal' ? 'decimal' : 'integer';
    case 'float':
      return type.kind === 'float32' ? 'real' : 'double';
    case 'text':
      return comparison === 'same' ? 'bytewise text' : comparison === 'same equality' ? 'text' : 'loose text';
    case 'padded text':
      return wire === 'padded text' ? 'padded text' : 'bpchar';
    case 'json':
      return nativeType === 'jsonb' ? 'jsonb' : 'opaque';
    case 'interval':
      return 'opaque';
    default:
      return family;
  }
}

const COMPUTED: Readonly<Record<string, Kind>> = {
  boolean: 'boolean',
  float32: 'real',
  float64: 'double',
  decimal: 'decimal',
  varchar: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  blob: 'bytes',
};

/** The kind of what an expression of an engine type computes. */
export function kindOf(type: ColumnType): Kind | null {
  return isInteger(type) ? 'integer' : (COMPUTED[type.kind] ?? null);
}

/** A constant whose text means in PostgreSQL what it means in DuckDB. */
export function literalLeaf({ type, value }: LiteralExpression): Leaf | Local {
  if (value === null) return { sql: 'null', kind: NULL_KIND };
  const sql = literalFor(type, value);
  const kind = type.kind === 'varchar' ? 'constant text' : kindOf(type);
  return sql === null || kind === null ? local(`a ${type.kind} constant that is not written alike`) : { sql, kind };
}
