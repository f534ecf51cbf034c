import type { LogicalOperator } from '../spi/engine.js';

/** The list in a field of an operator; none where there is no such field. */
export function listOf(operator: LogicalOperator, field: string): readonly unknown[] {
  const value = operator[field];
  return Array.isArray(value) ? value : [];
}

/** Columns that a projection map keeps; without one, all. */
export function mapped<T>(operator: LogicalOperator, field: string, columns: readonly T[]): readonly T[] {
  const map = listOf(operator, field) as readonly number[];
  return map.length === 0 ? columns : map.map((index) => columns[index]!);
}

/** One place where a plan reads a table, and the filters and projections directly above it, the nearest first. */
export interface ScanChain {
  readonly scan: LogicalOperator;
  /** its name; of a stub, the token */
  readonly table: string;
  /** these only rename columns and leave rows out: above a join NULLs may have come in */
  readonly above: readonly LogicalOperator[];
}

/** The places of an optimized plan that read tables. */
export function scanChains(root: LogicalOperator): ScanChain[] {
  const chains: ScanChain[] = [];
  const walk = (operator: LogicalOperator, above: readonly LogicalOperator[]): void => {
    const table = (operator['function_data'] as { readonly table?: unknown } | undefined)?.table;
    if (operator.type === 'LOGICAL_GET' && typeof table === 'string') chains.push({ scan: operator, table, above });
    const passes = operator.type === 'LOGICAL_FILTER' || operator.type === 'LOGICAL_PROJECTION';
    for (const child of operator.children ?? []) walk(child, passes ? [operator, ...above] : []);
  };
  walk(root, []);
  return chains;
}
