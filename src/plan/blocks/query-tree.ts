import type { ExpressionTree, QueryTree } from '../../spi/engine.js';

/** A select of DuckDB's serialized tree. */
export interface SelectTree {
  readonly type: 'SELECT_NODE';
  readonly modifiers: readonly Modifier[];
  readonly cte_map: { readonly map: readonly CommonTable[] };
  readonly select_list: readonly ExpressionTree[];
  readonly from_table: TableTree;
  readonly where_clause: ExpressionTree | null;
  readonly group_expressions: readonly ExpressionTree[];
  readonly group_sets: readonly (readonly number[])[];
  readonly aggregate_handling: string;
  readonly having: ExpressionTree | null;
  readonly sample: unknown;
  readonly qualify: ExpressionTree | null;
}

export interface CommonTable {
  readonly key: string;
  readonly value: { readonly aliases: readonly string[]; readonly query: { readonly node: QueryTree } };
}

/** A table reference. */
export type TableTree = QueryTree & { readonly alias: string };

export interface OrderTerm {
  readonly type: 'ASCENDING' | 'DESCENDING' | 'ORDER_DEFAULT';
  readonly null_order: 'NULLS FIRST' | 'NULLS LAST' | 'ORDER_DEFAULT';
  readonly expression: ExpressionTree;
}

export type Modifier =
  | { readonly type: 'ORDER_MODIFIER'; readonly orders: readonly OrderTerm[] }
  | { readonly type: 'LIMIT_MODIFIER'; readonly limit: ExpressionTree | null; readonly offset: ExpressionTree | null }
  | { readonly type: 'DISTINCT_MODIFIER'; readonly distinct_on_targets: readonly ExpressionTree[] }
  | { readonly type: 'LIMIT_PERCENT_MODIFIER' };

export function isSelect(tree: QueryTree): tree is QueryTree & SelectTree {
  return tree.type === 'SELECT_NODE';
}

/** Where a tree that dvt makes says that it stands. */
export const NOWHERE = '18446744073709551615';

export function columnRef(names: readonly string[], alias = ''): ExpressionTree {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', alias, query_location: NOWHERE, column_names: names };
}

/** Names of a column reference; null for any other expression. */
export function columnNames(expression: ExpressionTree): readonly string[] | null {
  return expression.class === 'COLUMN_REF' ? (expression['column_names'] as readonly string[]) : null;
}

/** The parts of an expression that must all be true. */
export function conjuncts(expression: ExpressionTree | null): readonly ExpressionTree[] {
  if (expression === null) return [];
  if (expression.type !== 'CONJUNCTION_AND') return [expression];
  return (expression['children'] as readonly ExpressionTree[]).flatMap(conjuncts);
}

/** All of them in one expression. */
export function conjunction(parts: readonly ExpressionTree[]): ExpressionTree | null {
  if (parts.length < 2) return parts[0] ?? null;
  return { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', query_location: NOWHERE, children: parts };
}

/**
 * A copy in which every expression for which `replace` gives another one is that one; what was replaced is not entered.
 */
export function mapExpressions<T>(tree: T, replace: (expression: ExpressionTree) => ExpressionTree | null): T {
  if (Array.isArray(tree)) return tree.map((part) => mapExpressions(part, replace)) as T;
  if (tree === null || typeof tree !== 'object') return tree;
  if (isExpression(tree)) {
    const replaced = replace(tree);
    if (replaced !== null) return replaced as T;
  }
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, mapExpressions(part, replace)])) as T;
}

/** Calls `visit` for every expression in a tree; where it returns false, what is below is left out. */
export function visitExpressions(tree: unknown, visit: (expression: ExpressionTree) => boolean): void {
  if (Array.isArray(tree)) for (const part of tree) visitExpressions(part, visit);
  else if (tree !== null && typeof tree === 'object') {
    if (isExpression(tree) && !visit(tree)) return;
    for (const part of Object.values(tree)) visitExpressions(part, visit);
  }
}

function isExpression(tree: object): tree is ExpressionTree {
  return 'class' in tree && typeof tree.class === 'string';
}

/** The same with another name for its result. */
export function named(expression: ExpressionTree, alias: string): ExpressionTree {
  return { ...expression, alias };
}

/** The constant of a whole number; null for anything else. */
export function wholeNumber(expression: ExpressionTree | null): number | null {
  if (expression?.class !== 'CONSTANT') return null;
  const { value } = expression['value'] as { readonly value?: unknown };
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The constant 1. */
export const ONE: ExpressionTree = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  query_location: NOWHERE,
  value: { type: { id: 'INTEGER', type_info: null }, is_null: false, value: 1 },
};

/** A relation by its federated name. */
export function baseTable(
  { catalog, schema, identifier }: Readonly<Record<'catalog' | 'schema' | 'identifier', string>>,
  alias: string,
): TableTree {
  return {
    type: 'BASE_TABLE',
    alias,
    sample: null,
    query_location: NOWHERE,
    schema_name: schema,
    table_name: identifier,
    column_name_alias: [],
    catalog_name: catalog,
    at_clause: null,
  };
}
