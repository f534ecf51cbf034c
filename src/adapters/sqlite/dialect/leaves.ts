import { type Leaf, local, NULL_KIND } from '../../../core/expression/form-table.js';
import type { ColumnType } from '../../../spi/column-type.js';
import type { ColumnExpression, LiteralExpression } from '../../../spi/expression.js';
import type { Local } from '../../../spi/predicate.js';
import { affinityOf } from '../catalog/declared-type.js';
import { quoteIdentifier, quoteString } from './quoting.js';

/** How values compare in SQLite; the words of its table of forms. What they mean for the reader of the docs: */
export const KINDS = {
  boolean: 'columns declared boolean, and conditions',
  integer: 'columns of INTEGER affinity',
  real: 'columns of REAL affinity; constants are whole numbers',
  text: 'columns of TEXT affinity, compared with the BINARY collation whatever the column says',
  'utf16 text': 'the same in a database in UTF-16, which orders otherwise',
  'constant text': 'a text constant',
  date: 'columns declared date, which hold ISO 8601 text',
  opaque: 'everything else: decimals, times, timestamps, uuids, JSON, blobs, undeclared columns',
} as const;

export type Kind = keyof typeof KINDS;

const WELL_FORMED_DATE = "'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'";
const LARGEST_WHOLE_DOUBLE = 2 ** 53;

/**
 * A column. SQLite compares by the storage class that each value happens to have, so only columns are used whose class
 * follows from their affinity. A date or boolean of another form passes every filter, so that the reader refuses it aloud.
 */
export function columnLeaf({ column, qualifier }: ColumnExpression): Leaf | Local {
  const name = quoteIdentifier(column.name);
  const sql = qualifier === undefined ? name : `${quoteIdentifier(qualifier)}.${name}`;
  switch (`${column.type.kind} ${affinityOf(column.nativeType)}`) {
    case 'int64 INTEGER':
      return { sql, kind: 'integer' };
    case 'float64 REAL':
      return { sql, kind: 'real' };
    case 'varchar TEXT':
      return { sql, kind: column.comparison === 'same equality' ? 'utf16 text' : 'text' };
    case 'date NUMERIC':
      return { sql, kind: 'date', guard: `${sql} is not null and ${sql} not glob ${WELL_FORMED_DATE}` };
    case 'boolean NUMERIC':
      return { sql, kind: 'boolean', guard: `${sql} is not null and ${sql} not in (0, 1)` };
    default:
      return { sql, kind: 'opaque' };
  }
}

/** The kind of what an expression of an engine type computes. Computed integers have 64 bits, as all of them do here. */
export function kindOf({ kind }: ColumnType): Kind | null {
  if (/^(u?int(8|16|32)|int64)$/.test(kind)) return 'integer';
  return kind === 'boolean' ? 'boolean' : kind === 'varchar' ? 'text' : kind === 'float64' ? 'real' : null;
}

/** A constant whose text means in SQLite what it means in DuckDB; fractions are not read exactly. */
export function literalLeaf({ type, value }: LiteralExpression): Leaf | Local {
  if (value === null) return { sql: 'null', kind: NULL_KIND };
  if (kindOf(type) === 'integer' && /^-?\d+$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) {
    // The digits of the smallest number would be read as a float before the sign is applied.
    return { sql: value === '-9223372036854775808' ? '(-9223372036854775807 - 1)' : value, kind: 'integer' };
  }
  switch (type.kind) {
    case 'varchar':
      return { sql: quoteString(value), kind: 'constant text' };
    case 'boolean':
      return { sql: value === 'true' ? '1' : '0', kind: 'boolean' };
    case 'date':
      if (/^\d{4}-\d\d-\d\d$/.test(value)) return { sql: `'${value}'`, kind: 'date' };
      break;
    case 'float64':
      if (Number.isInteger(Number(value)) && Math.abs(Number(value)) < LARGEST_WHOLE_DOUBLE) {
        return { sql: `${BigInt(Number(value))}.0`, kind: 'real' };
      }
      break;
  }
  return local(`SQLite's comparison with this ${type.kind} is not exact`);
}
