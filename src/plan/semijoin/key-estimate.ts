import type { ReducibleScan } from './reducible-scan.js';

/** Different values that a column is expected to have in the whole relation. */
function distinctValues({ scan, tableRows }: ReducibleScan, column: number): number | null {
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

/** Statistics of different values come from samples: less than this many times as many are taken for as many. */
const ROUGH = 3;

/**
 * Values of which the keys are a part, by which the share of the rows is reckoned that have one: those that the source could
 * have, its filters aside, as if every value of the reduced column occurred there. Only where the column's own statistics
 * speak clearly of more, the others find no partner.
 */
export function expectedDomain(target: ReducibleScan, column: number, sources: readonly Domain[]): number {
  const own = distinctValues(target, column);
  const distinct = sources.map((source) => distinctValues(source.scan, source.column));
  const rows = sources.reduce((sum, source) => sum + source.scan.tableRows, 0);
  if (distinct.includes(null)) return Math.max(1, Math.min(own ?? target.tableRows, rows));
  const possible = distinct.reduce((sum: number, values) => sum + values!, 0);
  return Math.max(1, own !== null && own > possible * ROUGH ? own : possible);
}

interface Domain {
  readonly scan: ReducibleScan;
  readonly column: number;
}
