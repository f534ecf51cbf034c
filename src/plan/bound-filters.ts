import type { ExpressionTree, LogicalOperator } from '../spi/engine.js';
import { listOf, mapped, scanChains } from './logical-operators.js';
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
  for (const { scan, table, above } of scanChains(logical)) {
    const conditions = conditionsAbove(scannedColumns(scan, table), above);
    found.set(table, [...(found.get(table) ?? []), conditions]);
  }
  return scans.map((scan) => {
    const once = scans.filter(({ token }) => token === scan.token).length === 1;
    const [conditions, ...more] = found.get(scan.token) ?? [];
    if (!once || conditions === undefined || more.length > 0) return scan;
    return { ...scan, bound: conditions };
  });
}

/** References to the columns that a scan of a stub puts out. */
export function scannedColumns(operator: LogicalOperator, token: string): Columns {
  const indexes = listOf(operator, 'column_indexes') as readonly { readonly index: number }[];
  const columns = indexes.map(({ index }) => (Number.isSafeInteger(index) ? reference(`${token}_${index}`) : null));
  return mapped(operator, 'projection_ids', columns);
}

function reference(name: string): ExpressionTree {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', column_names: [name] };
}

/** Conditions of the filters among the operators above a scan with these columns, the nearest first. */
export function conditionsAbove(columns: Columns, above: readonly LogicalOperator[]): ExpressionTree[] {
  let output = columns;
  const conditions: ExpressionTree[] = [];
  for (const operator of above) {
    const trees = listOf(operator, 'expressions').map((expression) =>
      parsedTree(expression, (position) => output[position] ?? null),
    );
    if (operator.type === 'LOGICAL_PROJECTION') output = trees;
    else {
      conditions.push(...trees.map((tree) => tree ?? UNREADABLE));
      output = mapped(operator, 'projection_map', output);
    }
  }
  return conditions;
}
