import type { Dialect } from '../spi/dialect.js';
import type { ExpressionTree } from '../spi/engine.js';
import { isLiteral, type Literal, type Local, type Predicate, type Pushed } from '../spi/predicate.js';
import type { RelationColumn } from '../spi/relation.js';
import { type ColumnLookup, toPredicate } from './predicate.js';

/** What can be sent to a source of one filter. Parts of an AND that stay local make the rest a superset. */
export function pushFilter(expression: ExpressionTree, column: ColumnLookup, dialect: Dialect): Pushed | Local {
  if (expression.class !== 'CONJUNCTION') return pushLeaf(toPredicate(expression, column), dialect);
  const list = equalityList(expression, column);
  if (list !== null) return pushLeaf(list, dialect);
  const parts = (expression['children'] as readonly ExpressionTree[]).map((child) =>
    pushFilter(child, column, dialect),
  );
  return expression.type === 'CONJUNCTION_AND' ? all(parts) : any(parts);
}

/** `x = 1 or x = 2`, the form in which DuckDB repeats an IN list above a scan, as that list again; null for any other. */
function equalityList(expression: ExpressionTree, column: ColumnLookup): Predicate | null {
  if (expression.type !== 'CONJUNCTION_OR') return null;
  const leaves = (expression['children'] as readonly ExpressionTree[]).map((child) => toPredicate(child, column));
  const [first] = leaves;
  if (first?.form !== 'compare') return null;
  const values: Literal[] = [];
  for (const leaf of leaves) {
    if (leaf?.form !== 'compare' || leaf.operator !== '=' || leaf.left !== first.left || !isLiteral(leaf.right))
      return null;
    values.push(leaf.right);
  }
  return { form: 'in', column: first.left, values };
}

function pushLeaf(predicate: Predicate | null, dialect: Dialect): Pushed | Local {
  if (predicate === null) return { class: 'local', reason: 'not a form that every database evaluates alike' };
  const castColumn = columnsOf(predicate).find((used) => used.cast);
  if (castColumn !== undefined) return { class: 'local', reason: `${castColumn.name} is cast by fetch_as` };
  return dialect.pushdown(predicate);
}

function all(parts: readonly (Pushed | Local)[]): Pushed | Local {
  const pushed = parts.filter((part): part is Pushed => part.class !== 'local');
  const [first] = pushed;
  if (first === undefined) return parts[0]!;
  const exact = pushed.length === parts.length && pushed.every((part) => part.class === 'exact');
  return { sql: parenthesized(pushed, ' and '), class: exact ? 'exact' : 'superset' };
}

function any(parts: readonly (Pushed | Local)[]): Pushed | Local {
  const local = parts.find((part): part is Local => part.class === 'local');
  if (local !== undefined) return local;
  const pushed = parts as readonly Pushed[];
  return {
    sql: parenthesized(pushed, ' or '),
    class: pushed.every((part) => part.class === 'exact') ? 'exact' : 'superset',
  };
}

function parenthesized(parts: readonly Pushed[], operator: string): string {
  return parts.length === 1 ? parts[0]!.sql : `(${parts.map((part) => part.sql).join(operator)})`;
}

function columnsOf(predicate: Predicate): readonly (RelationColumn & { readonly cast?: boolean })[] {
  if (predicate.form !== 'compare') return [predicate.column];
  return isLiteral(predicate.right) ? [predicate.left] : [predicate.left, predicate.right];
}
