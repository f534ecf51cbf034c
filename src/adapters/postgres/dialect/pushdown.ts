import { isLiteral, type Literal, type Local, type Predicate, type Pushed } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import type { Family } from '../types/source-type.js';
import { familyOf, literalFor } from './literal.js';
import { quoteIdentifier, quoteString } from './quoting.js';

const local = (reason: string): Local => ({ class: 'local', reason });
const exact = (sql: string): Pushed => ({ class: 'exact', sql });
const isLocal = (given: Pushed | Local): given is Local => given.class === 'local';

/** Families whose order, too, is DuckDB's: NaN is equal to itself and above all numbers in both. */
const ORDERED: ReadonlySet<Family> = new Set([
  'number',
  'float',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
]);
/** Families of which two columns may be compared; two strings could have collations that do not go together. */
const COMPARABLE_COLUMNS: ReadonlySet<Family> = new Set(['number', 'date', 'timestamp', 'timestamptz', 'uuid']);

/** Decides whether PostgreSQL can filter by a predicate: the whitelist. */
export function pushdown(predicate: Predicate): Pushed | Local {
  switch (predicate.form) {
    case 'is null':
    case 'is not null':
      return exact(`${quoteIdentifier(predicate.column.name)} ${predicate.form}`);
    case 'is true':
    case 'is false':
      return familyOf(predicate.column) === 'boolean'
        ? exact(`${quoteIdentifier(predicate.column.name)} ${predicate.form}`)
        : local(`${predicate.column.name} is not a boolean in the source`);
    case 'compare':
      return isLiteral(predicate.right)
        ? compare(predicate.left, predicate.operator, [predicate.right])
        : compareColumns(predicate.left, predicate.operator, predicate.right);
    case 'between':
      return between(
        compare(predicate.column, '>=', [predicate.low]),
        compare(predicate.column, '<=', [predicate.high]),
      );
    case 'in':
      return compare(predicate.column, 'in', predicate.values);
    default:
      return like(predicate.column, predicate.form, predicate.text);
  }
}

/** Half of it, where one end cannot be sent, keeps more rows and never fewer. */
function between(low: Pushed | Local, high: Pushed | Local): Pushed | Local {
  if (isLocal(low)) return isLocal(high) ? low : { ...high, class: 'superset' };
  if (isLocal(high)) return { ...low, class: 'superset' };
  return { class: low.class, sql: `(${low.sql} and ${high.sql})` };
}

function compare(column: RelationColumn, operator: string, values: readonly Literal[]): Pushed | Local {
  const family = familyOf(column);
  if (family === null) return local(`${column.name} is fetched in another type than its own`);
  const literals = values.map((value) => literalFor(family, value));
  if (literals.length === 0 || literals.includes(null)) {
    return local(`${column.nativeType} ${column.name} is not compared with this kind of constant in the source`);
  }
  const right = operator === 'in' ? `(${literals.join(', ')})` : literals[0];
  const sql = `${leftSide(column, family)} ${operator} ${right}`;
  const isEquality = operator === '=' || operator === 'in';
  if (ORDERED.has(family)) return exact(sql);
  if (column.comparison === 'same') return exact(sql);
  if (isEquality && column.comparison === 'same equality') return exact(sql);
  // Any collation's equality holds for texts of equal bytes, and padding only makes more of them equal.
  if (isEquality && (family === 'text' || family === 'padded text')) return { class: 'superset', sql };
  return local(`${column.nativeType} ${column.name} is compared by other rules in the source`);
}

/** An enum is compared by its text: a constant that is none of its labels would be an error. */
function leftSide(column: RelationColumn, family: Family): string {
  return family === 'other' ? `${quoteIdentifier(column.name)}::text` : quoteIdentifier(column.name);
}

function compareColumns(left: RelationColumn, operator: string, right: RelationColumn): Pushed | Local {
  const family = familyOf(left);
  if (family === null || family !== familyOf(right) || !COMPARABLE_COLUMNS.has(family)) {
    return local(`${left.name} and ${right.name} are not compared with each other in the source`);
  }
  return exact(`${quoteIdentifier(left.name)} ${operator} ${quoteIdentifier(right.name)}`);
}

function like(column: RelationColumn, form: 'prefix' | 'suffix' | 'contains', text: string): Pushed | Local {
  // LIKE compares characters one by one under every deterministic collation, whatever its order.
  if (familyOf(column) !== 'text' || column.comparison === 'differs' || text.includes('\0')) {
    return local(`LIKE on ${column.nativeType} ${column.name} follows other rules in the source`);
  }
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  const pattern = `${form === 'prefix' ? '' : '%'}${escaped}${form === 'suffix' ? '' : '%'}`;
  return exact(`${quoteIdentifier(column.name)} like ${quoteString(pattern)}`);
}
