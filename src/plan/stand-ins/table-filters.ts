import type { ExpressionTree, LogicalOperator } from '../../spi/engine.js';
import { parsedTree } from '../predicate/bound-tree.js';

/** What a scan filters by itself, as DuckDB's plan has it. */
interface TableFilter {
  readonly filter_type: string;
  readonly comparison_type?: string;
  readonly constant?: unknown;
  readonly values?: readonly unknown[];
  readonly child_filters?: readonly TableFilter[];
  readonly expr?: unknown;
}

const UNREADABLE: ExpressionTree = { class: 'UNREADABLE', type: '' };

/** The conditions of a scan by which it leaves rows out itself; optional ones, which only save work, are none of them. */
export function tableFilters(scan: LogicalOperator, token: string): ExpressionTree[] {
  const { filters = [] } = (scan['table_filters'] ?? {}) as {
    readonly filters?: readonly { readonly key: number; readonly value: TableFilter }[];
  };
  return filters.flatMap(({ key, value }) => {
    const column: ExpressionTree = { class: 'COLUMN_REF', type: 'COLUMN_REF', column_names: [`${token}_${key}`] };
    return conditionOf(value, column) ?? [];
  });
}

/** null: it leaves no row out that another condition would not. */
function conditionOf(filter: TableFilter, column: ExpressionTree): ExpressionTree | null {
  switch (filter.filter_type) {
    case 'OPTIONAL_FILTER':
      return null;
    case 'CONSTANT_COMPARISON':
      return {
        class: 'COMPARISON',
        type: String(filter.comparison_type),
        left: column,
        right: constant(filter.constant),
      };
    case 'IS_NULL':
      return { class: 'OPERATOR', type: 'OPERATOR_IS_NULL', children: [column] };
    case 'IS_NOT_NULL':
      return { class: 'OPERATOR', type: 'OPERATOR_IS_NOT_NULL', children: [column] };
    case 'IN_FILTER':
      return { class: 'OPERATOR', type: 'COMPARE_IN', children: [column, ...(filter.values ?? []).map(constant)] };
    case 'CONJUNCTION_AND':
    case 'CONJUNCTION_OR':
      return joined(filter, column);
    case 'EXPRESSION_FILTER':
      return parsedTree(filter.expr, (position) => (position === 0 ? column : null)) ?? UNREADABLE;
    default:
      return UNREADABLE;
  }
}

/** An OR with a part that leaves no row out leaves none out. */
function joined({ filter_type: type, child_filters: parts = [] }: TableFilter, column: ExpressionTree) {
  const conditions = parts.map((part) => conditionOf(part, column));
  if (type === 'CONJUNCTION_OR' && conditions.includes(null)) return null;
  const children = conditions.filter((condition) => condition !== null);
  if (children.length < 2) return children[0] ?? null;
  return { class: 'CONJUNCTION', type, children };
}

function constant(value: unknown): ExpressionTree {
  return parsedTree({ expression_class: 'BOUND_CONSTANT', type: 'VALUE_CONSTANT', value }, () => null) ?? UNREADABLE;
}
