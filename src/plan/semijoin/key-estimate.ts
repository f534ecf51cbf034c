import type { ReducibleScan } from './reducible-scan.js';

/** Different values that a column is expected to have in the whole relation. */
export function distinctValues({ scan, tableRows }: ReducibleScan, column: number): number | null {
  const { name, distinct } = scan.columns[column]!.scan;
  if (distinct !== undefined) return Math.min(distinct, tableRows);
  const unique = scan.relation.keys?.some((key) => key.length === 1 && key[0] === name) === true;
  return unique ? tableRows : null;
}

/**
 * Different keys that a source's filtered rows are expected to have: a key occurs in many rows, so that even a few of the
 * rows may hold all keys.
 */
export function expectedKeys(source: ReducibleScan, column: number, share: number): number {
  const rows = source.filteredRows * share;
  const distinct = distinctValues(source, column);
  if (distinct === null || distinct <= 0) return rows;
  const rowsAKey = source.tableRows / distinct;
  // The chance that none of a key's rows is left.
  const missed = (1 - Math.min(1, rows / Math.max(1, source.tableRows))) ** Math.max(1, rowsAKey);
  return Math.min(rows, distinct * (1 - missed));
}

/** Values that the reduced column is taken to have: those of its own statistics, otherwise those that its source could have. */
export function expectedDomain(target: ReducibleScan, column: number, sources: readonly Domain[]): number {
  const own = distinctValues(target, column);
  if (own !== null) return Math.max(1, own);
  const possible = sources.reduce(
    (sum, source) => sum + (distinctValues(source.scan, source.column) ?? source.scan.tableRows),
    0,
  );
  return Math.max(1, Math.min(target.tableRows, possible));
}

interface Domain {
  readonly scan: ReducibleScan;
  readonly column: number;
}
