import type { ColumnType } from '../spi/column-type.js';
import type { Dialect } from '../spi/dialect.js';
import type { Expression } from '../spi/expression.js';
import type { KeyTest } from '../spi/plan.js';
import type { Local } from '../spi/predicate.js';
import type { ScanColumn } from '../spi/scan.js';

const BOOLEAN: ColumnType = { kind: 'boolean' };
/** What no row meets, in every database. */
const NEVER = '1 = 0';

/** The condition in the source's SQL that a column's value is one of these; local where the source cannot say it. */
export function keysPredicate(
  test: KeyTest,
  column: ScanColumn,
  keys: readonly string[],
  dialect: Dialect,
): { readonly sql: string } | Local {
  const values = keys.map((value): Expression => ({ form: 'literal', type: column.type, value }));
  const list: Expression = { form: 'in', type: BOOLEAN, operands: [reference(column), ...values] };
  return withNulls(test, column, keys.length === 0 ? { sql: NEVER } : dialect.pushdown(list), dialect);
}

/** The condition that it is between two; for keys too many to be listed. */
export function rangePredicate(
  test: KeyTest,
  column: ScanColumn,
  [low, high]: readonly [string, string],
  dialect: Dialect,
): { readonly sql: string } | Local {
  const ends = [low, high].map((value): Expression => ({ form: 'literal', type: column.type, value }));
  const between: Expression = { form: 'between', type: BOOLEAN, operands: [reference(column), ...ends] };
  return withNulls(test, column, dialect.pushdown(between), dialect);
}

function withNulls(
  { keepsNull }: KeyTest,
  column: ScanColumn,
  condition: { readonly sql: string } | Local,
  dialect: Dialect,
): { readonly sql: string } | Local {
  if (!keepsNull || 'reason' in condition) return condition;
  const isNull = dialect.pushdown({ form: 'is null', type: BOOLEAN, operands: [reference(column)] });
  return isNull.class === 'local' ? isNull : { sql: `(${condition.sql} or ${isNull.sql})` };
}

function reference(column: ScanColumn): Expression {
  return { form: 'column', column, type: column.type };
}
