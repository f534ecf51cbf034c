import type { ExpressionTree, LogicalOperator } from '../../spi/engine.js';
import { conditionsAbove, scannedColumns } from '../bound-filters.js';
import { listOf, mapped, scanChains } from '../logical-operators.js';
import { tableFilters } from './table-filters.js';

type Columns = readonly ReadonlySet<number>[];

/** One place where the plan reads a stub, and what it does with the stub's columns. */
export interface StubPlace {
  /** all that a row must meet to go on, by the optimizer's own trees; parts that cannot be read are in it as such */
  readonly conditions: readonly ExpressionTree[];
  /** positions of the columns that anything but these conditions looks at */
  readonly lookedAt: ReadonlySet<number>;
}

/** The places of an optimized plan that read a stub. */
export function stubPlaces(root: LogicalOperator, token: string): StubPlace[] {
  return scanChains(root)
    .filter(({ table }) => table === token)
    .map(({ scan, above }) => ({
      conditions: [...tableFilters(scan, token), ...conditionsAbove(scannedColumns(scan, token), above)],
      lookedAt: new Set(output(scanned(scan), above).flatMap((refers) => [...refers])),
    }));
}

/** The columns of the stub in each column that goes on above the filters and projections over a scan, the nearest first. */
function output(scan: Columns, above: readonly LogicalOperator[]): Columns {
  let columns = scan;
  for (const operator of above) {
    columns =
      operator.type === 'LOGICAL_PROJECTION'
        ? listOf(operator, 'expressions').map((expression) => referred(expression, columns))
        : mapped(operator, 'projection_map', columns);
  }
  return columns;
}

function scanned(operator: LogicalOperator): Columns {
  const columns = (listOf(operator, 'column_indexes') as readonly { readonly index: number }[]).map(
    ({ index }) => new Set([index]),
  );
  return mapped(operator, 'projection_ids', columns);
}

/** Columns that any part of an expression refers to, whatever it does with them. */
function referred(expression: unknown, columns: Columns): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one);
    else if (typeof part === 'object' && part !== null) {
      const { expression_class: kind, index } = part as {
        readonly expression_class?: unknown;
        readonly index?: unknown;
      };
      if (kind === 'BOUND_REF') for (const column of columns[Number(index)] ?? []) found.add(column);
      for (const value of Object.values(part)) visit(value);
    }
  };
  visit(expression);
  return found;
}
