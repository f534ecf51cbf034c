import type { ExpressionTree, LogicalOperator } from '../spi/engine.js';
import type { StubScan } from './plan-scans.js';
import { parsedTree } from './predicate/bound-tree.js';

type Columns = readonly (ExpressionTree | null)[];

const UNREADABLE: ExpressionTree = { class: 'UNREADABLE', type: '' };

/**
 * The conditions of FILTER operators above scans, read from the plan by position: the printed ones name columns by what the
 * query calls them, which need not be what they are. Only for stubs that are scanned once: of several scans none tells which
 * one of the printed plan it is.
 */
export function withBoundFilters(scans: readonly StubScan[], logical: LogicalOperator | null): StubScan[] {
  if (logical === null) return [...scans];
  const found = new Map<string, (readonly ExpressionTree[])[]>();
  collect(logical, [], found);
  return scans.map((scan) => {
    const once = scans.filter(({ token }) => token === scan.token).length === 1;
    const [conditions, ...more] = found.get(scan.token) ?? [];
    if (!once || conditions === undefined || more.length > 0) return scan;
    return { ...scan, bound: conditions };
  });
}

/** Conditions directly above each scan. What lies between may only rename columns: above a join NULLs may have come in. */
function collect(
  operator: LogicalOperator,
  above: readonly LogicalOperator[],
  found: Map<string, (readonly ExpressionTree[])[]>,
): void {
  const table = (operator['function_data'] as { readonly table?: unknown } | undefined)?.table;
  if (operator.type === 'LOGICAL_GET' && typeof table === 'string') {
    const conditions = conditionsAbove(scannedColumns(operator, table), above);
    found.set(table, [...(found.get(table) ?? []), conditions]);
  }
  const passes = operator.type === 'LOGICAL_FILTER' || operator.type === 'LOGICAL_PROJECTION';
  for (const child of operator.children ?? []) collect(child, passes ? [operator, ...above] : [], found);
}

/** References to the columns that a scan of a stub puts out. */
export function scannedColumns(operator: LogicalOperator, token: string): Columns {
  const indexes = (operator['column_indexes'] ?? []) as readonly { readonly index: number }[];
  const columns = indexes.map(({ index }) => (Number.isSafeInteger(index) ? reference(`${token}_${index}`) : null));
  return chosen(operator, 'projection_ids', columns);
}

function reference(name: string): ExpressionTree {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', column_names: [name] };
}

/** Conditions of the filters among the operators above a scan with these columns, the nearest first. */
export function conditionsAbove(columns: Columns, above: readonly LogicalOperator[]): ExpressionTree[] {
  let output = columns;
  const conditions: ExpressionTree[] = [];
  for (const operator of above) {
    const expressions = (operator['expressions'] ?? []) as readonly unknown[];
    const trees = expressions.map((expression) => parsedTree(expression, (position) => output[position] ?? null));
    if (operator.type === 'LOGICAL_PROJECTION') output = trees;
    else {
      conditions.push(...trees.map((tree) => tree ?? UNREADABLE));
      output = chosen(operator, 'projection_map', output);
    }
  }
  return conditions;
}

/** An empty list of positions stands for all columns. */
function chosen(operator: LogicalOperator, field: string, columns: Columns): Columns {
  const positions = (operator[field] ?? []) as readonly number[];
  return positions.length === 0 ? columns : positions.map((position) => columns[position] ?? null);
}
