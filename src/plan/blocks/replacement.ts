import type { ExpressionTree } from '../../spi/engine.js';
import { columnNames, columnRef, type Modifier, mapExpressions, visitExpressions, wholeNumber } from './query-tree.js';
import { isScalarCall } from './scalar-functions.js';
import type { Scope } from './scope.js';
import { canonical } from './select-shape.js';

/** Thrown where an expression cannot be computed from what a block gives. */
export class NotReplaceable extends Error {}

/** Names what stands for an expression above a block; null = it is to be looked into. */
export type Replace = (expression: ExpressionTree, canonicalText: string | null) => ExpressionTree | null;

/**
 * An expression over a block: parts that the block has are named, and no column of the replaced relations is left. Throws
 * NotReplaceable.
 */
export function over(expression: ExpressionTree, scope: Scope, replace: Replace): ExpressionTree {
  return mapExpressions(expression, (part) => {
    const found = replace(part, canonical(part, scope));
    if (found !== null) return { ...found, alias: part['alias'] };
    if (part.class === 'SUBQUERY') {
      if (isCorrelated(part['subquery'], scope)) throw new NotReplaceable();
      const child = part['child'] as ExpressionTree | null;
      return { ...part, child: child === null ? null : over(child, scope, replace) };
    }
    if (part.class === 'FUNCTION' && !isScalarCall(part)) throw new NotReplaceable();
    if (part.class === 'COLUMN_REF' || part.class === 'LAMBDA' || part.class === 'STAR') throw new NotReplaceable();
    return null;
  });
}

/** Whether a subquery may speak of the rows around it: of a name without a table it is enough that only those have it. */
function isCorrelated(subquery: unknown, scope: Scope): boolean {
  const own = tablesIn(subquery);
  let found = false;
  visitExpressions(subquery, (part) => {
    const column = part.class === 'COLUMN_REF' ? scope.column(part) : null;
    if (column !== null) {
      const table = columnNames(part)!.at(-2) ?? column.relation.described.input.federated.identifier;
      found ||= !own.has(table.toLowerCase());
    }
    return !found;
  });
  return found;
}

/** Names and aliases of the tables that a tree reads, in lower case. */
function tablesIn(tree: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (tree === null || typeof tree !== 'object') return found;
  const { type, alias, table_name: table } = tree as Readonly<Record<string, unknown>>;
  if (typeof alias === 'string' && !('class' in tree)) found.add(alias.toLowerCase());
  if (type === 'BASE_TABLE') found.add(String(table).toLowerCase());
  for (const part of Object.values(tree)) tablesIn(part, found);
  return found;
}

/**
 * ORDER BY over a block. A position and a name of the select list stay as they are: the list keeps its order and names.
 */
export function modifiersOver(modifiers: readonly Modifier[], scope: Scope, replace: Replace): readonly Modifier[] {
  return modifiers.map((modifier): Modifier => {
    if (modifier.type !== 'ORDER_MODIFIER') return modifier;
    const orders = modifier.orders.map((term) => {
      const { expression } = term;
      if (wholeNumber(expression) !== null || isLabel(expression, scope) || expression.class === 'STAR') return term;
      return { ...term, expression: over(withoutLabels(expression, scope), scope, replace) };
    });
    return { ...modifier, orders };
  });
}

export function isLabel(expression: ExpressionTree, scope: Scope): boolean {
  const names = columnNames(expression);
  return names?.length === 1 && scope.isLabel(names[0]!);
}

/** In a longer expression a name of the select list may mean that or a column: nobody should have to guess. */
function withoutLabels(expression: ExpressionTree, scope: Scope): ExpressionTree {
  return mapExpressions(expression, (part) => {
    if (isLabel(part, scope)) throw new NotReplaceable();
    return null;
  });
}

/** The column of a block. */
export function blockColumn(block: { readonly alias: string }, name: string): ExpressionTree {
  return columnRef([block.alias, name]);
}
