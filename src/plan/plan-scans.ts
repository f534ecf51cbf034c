import type { ExpressionTree, PlanOperator } from '../spi/engine.js';

/** One scan of a stub in DuckDB's plan. */
export interface StubScan {
  /** token of the stub */
  readonly token: string;
  /** filter texts that hold for every row the query needs of this scan */
  readonly filters: readonly string[];
  /** those of them that FILTER operators above the scan have, whose names need not be the columns' own */
  readonly above: readonly string[];
  /** what `above` says, with its columns known; absent: not known */
  readonly bound?: readonly ExpressionTree[];
  /** conditions that follow, for this scan alone, from those over several relations above joins */
  readonly implied?: readonly ExpressionTree[];
  /** every text of the plan that may name this scan's columns: projections and filters */
  readonly mentions: readonly string[];
}

/**
 * The scans of an optimized plan. Filters are taken from a scan itself and from FILTER operators directly above it:
 * further up, a join may have filled columns with NULLs, and what holds there need not hold here.
 */
export function stubScans(plan: readonly PlanOperator[]): StubScan[] {
  const scans: StubScan[] = [];
  const walk = (operator: PlanOperator, above: readonly string[]): void => {
    const name = operator.name.trim();
    const table = operator.extra_info['Table'];
    if (typeof table === 'string') {
      const filters = [...texts(operator.extra_info['Filters']), ...above];
      scans.push({
        token: table.slice(table.lastIndexOf('.') + 1),
        filters,
        above,
        mentions: [...texts(operator.extra_info['Projections']), ...filters],
      });
    }
    const mine = name === 'FILTER' ? [...above, ...texts(operator.extra_info['Expression'])] : [];
    for (const child of operator.children) walk(child, mine);
  };
  for (const operator of plan) walk(operator, []);
  return scans;
}

/** Indexes of the columns that a scan mentions, by their tokens. */
export function mentionedColumns(scan: StubScan): Set<number> {
  const indexes = new Set<number>();
  const column = new RegExp(`\\b${scan.token}_(\\d+)\\b`, 'g');
  for (const text of scan.mentions) for (const match of text.matchAll(column)) indexes.add(Number(match[1]));
  return indexes;
}

function texts(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}
