import type { ExpressionTree } from '../../spi/engine.js';
import { aggregateOf } from './aggregates.js';
import { columnNames, type SelectTree, visitExpressions, wholeNumber } from './query-tree.js';
import { lower, type Scope } from './scope.js';

/** What a select groups by. */
export interface Grouping {
  readonly keys: readonly ExpressionTree[];
  /** `select distinct`: the keys are the whole select list */
  readonly isDistinct: boolean;
}

/** Names that the select list gives, in lower case. */
export function labelsOf({ select_list: items }: SelectTree): ReadonlySet<string> {
  return new Set(items.map(({ alias }) => lower((alias as string | undefined) ?? '')).filter((alias) => alias !== ''));
}

/** How a select groups; null where it does not, or not in a way that a block can. */
export function groupingOf(select: SelectTree, scope: Scope): Grouping | null {
  if (select.group_sets.length > 1) return null;
  const items = select.select_list;
  const aggregated = items.some(hasAggregate) || (select.having !== null && hasAggregate(select.having));
  if (select.aggregate_handling === 'FORCE_AGGREGATES') {
    return { keys: items.filter((item) => !hasAggregate(item)), isDistinct: false };
  }
  if (aggregated || select.group_expressions.length > 0) {
    const keys = select.group_expressions.map((key) => groupKey(key, items, scope));
    return keys.includes(null) ? null : { keys: keys as ExpressionTree[], isDistinct: false };
  }
  const distinct = select.modifiers.find((modifier) => modifier.type === 'DISTINCT_MODIFIER');
  if (distinct === undefined || distinct.distinct_on_targets.length > 0 || select.having !== null) return null;
  return { keys: items, isDistinct: true };
}

/** A position, a column, or, where no column has the name, an entry of the select list. */
function groupKey(key: ExpressionTree, items: readonly ExpressionTree[], scope: Scope): ExpressionTree | null {
  const position = wholeNumber(key);
  if (position !== null) return items[position - 1] ?? null;
  const names = columnNames(key);
  if (names === null || scope.column(key) !== null) return key;
  const named = items.filter((item) => lower(String(item['alias'])) === lower(names.at(-1)!));
  return names.length === 1 && named.length === 1 ? named[0]! : null;
}

/** Whether an expression calls an aggregate that a block may have, outside of subqueries and windows. */
function hasAggregate(expression: ExpressionTree): boolean {
  let found = false;
  visitExpressions(expression, (part) => {
    if (part.class === 'SUBQUERY' || part.class === 'WINDOW') return false;
    if (aggregateOf(part) !== null) found = true;
    return !found;
  });
  return found;
}

/** An expression with its columns told apart and its names and places left out, to be compared; null = not comparable. */
export function canonical(expression: ExpressionTree, scope: Scope): string | null {
  let known = true;
  const text = JSON.stringify(expression, function (this: unknown, key, value: unknown) {
    if (key === 'alias' || key === 'query_location') return undefined;
    if (value === null || typeof value !== 'object' || !('class' in value)) return value;
    const tree = value as ExpressionTree;
    if (tree.class === 'SUBQUERY' || tree.class === 'LAMBDA' || tree.class === 'STAR') known = false;
    if (tree.class !== 'COLUMN_REF') return value;
    const found = scope.column(tree);
    if (found === null) known = false;
    return { column: found === null ? null : [found.relation.qualifier, found.index] };
  });
  return known ? text : null;
}
