import type { Local, Predicate, Pushed } from '../../../spi/predicate.js';
import { isLiteral } from '../../../spi/predicate.js';
import type { RelationColumn } from '../../../spi/relation.js';
import { nativeType } from '../types/native-types.js';
import { literalSql } from './literals.js';
import { quote } from './quote.js';
import { textEquality, textPattern } from './text-filter.js';

/** Types on which two columns of one kind compare as in the engine. */
const COMPARABLE_COLUMNS: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'date',
  'datetime',
  'timestamp',
  'double',
]);

/**
 * Sends a filter where the server's answer is known to hold every row that DuckDB would keep. Whatever is not listed
 * here stays local: `<>`, order on text, anything on FLOAT, YEAR, BIT, TIME, ENUM, JSON and on columns that are cast.
 */
export function pushdown(predicate: Predicate): Pushed | Local {
  switch (predicate.form) {
    case 'is null':
    case 'is not null':
      return nullTest(predicate.column, predicate.form);
    case 'is true':
    case 'is false':
      return local('MySQL has no boolean columns');
    case 'compare':
      return isLiteral(predicate.right)
        ? comparison(predicate.left, predicate.operator, [predicate.right])
        : columnComparison(predicate.left, predicate.operator, predicate.right);
    case 'between':
      return range(predicate);
    case 'in':
      return comparison(predicate.column, '=', predicate.values);
    case 'prefix':
    case 'suffix':
    case 'contains':
      return isCast(predicate.column) ? cast(predicate.column) : textPattern(predicate);
  }
}

function comparison(
  column: RelationColumn,
  operator: string,
  values: readonly Parameters<typeof literalSql>[1][],
): Pushed | Local {
  if (isCast(column)) return cast(column);
  if (operator === '<>') return local('<> is checked by the engine');
  if (values.length === 0) return local('an empty list');
  const { filter } = nativeType(column.nativeType);
  if (filter === 'text') return operator === '=' ? textEquality(column, values) : local('order of text');
  if (filter === 'uuid' && operator !== '=') return local('order of UUIDs');
  const literals: string[] = [];
  for (const value of values) {
    const sql = literalSql(filter, value, column);
    if (typeof sql !== 'string') return sql;
    literals.push(sql);
  }
  const name = quote(column.name);
  const sql = literals.length > 1 ? `${name} in (${literals.join(', ')})` : `${name} ${operator} ${literals[0]}`;
  return { sql, class: 'exact' };
}

function columnComparison(left: RelationColumn, operator: string, right: RelationColumn): Pushed | Local {
  if (isCast(left)) return cast(left);
  if (isCast(right)) return cast(right);
  if (operator === '<>') return local('<> is checked by the engine');
  const [a, b] = [nativeType(left.nativeType).filter, nativeType(right.nativeType).filter];
  if (a !== b || !COMPARABLE_COLUMNS.has(a)) return local(`${left.name} and ${right.name} are compared by the engine`);
  return { sql: `${quote(left.name)} ${operator} ${quote(right.name)}`, class: 'exact' };
}

function nullTest(column: RelationColumn, form: 'is null' | 'is not null'): Pushed | Local {
  // MySQL finds zero dates by `is null` in a DATE or DATETIME that is NOT NULL.
  const zeroDates = !column.nullable && /^date/i.test(column.nativeType);
  if (zeroDates) return local('IS NULL finds zero dates in a NOT NULL column');
  return { sql: `${quote(column.name)} ${form}`, class: 'exact' };
}

/** A column whose type was overridden holds other values at the server than the filter speaks of. */
function isCast(column: RelationColumn): boolean {
  const { type } = nativeType(column.nativeType);
  return (
    JSON.stringify(type, Object.keys(type).sort()) !== JSON.stringify(column.type, Object.keys(column.type).sort())
  );
}

function cast(column: RelationColumn): Local {
  return local(`${column.name} is fetched with another type than it has`);
}

/** A range with one bound that cannot be sent still narrows by the other. */
function range({ column, low, high }: Extract<Predicate, { readonly form: 'between' }>): Pushed | Local {
  const [from, to] = [comparison(column, '>=', [low]), comparison(column, '<=', [high])];
  if (from.class === 'local') return to.class === 'local' ? to : { ...to, class: 'superset' };
  if (to.class === 'local') return { ...from, class: 'superset' };
  return { sql: `(${from.sql} and ${to.sql})`, class: 'exact' };
}

function local(reason: string): Local {
  return { class: 'local', reason };
}
