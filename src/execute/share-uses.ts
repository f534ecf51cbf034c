import { fetchSeconds, rowBytes } from '../core/fetch-cost.js';
import type { PlannedScan } from '../spi/plan.js';

/** A node's scan of a relation that others scan as well. */
export interface Use {
  readonly node: string;
  readonly scan: PlannedScan;
}

/** A row of staging that a node reads and does not need. */
const PASSED_ROW_SECONDS = 1.5e-8;

/**
 * Parts the uses of one relation into groups, each to be served by one extraction: where it costs nothing more than they
 * cost one by one, and where the sizes that are known say that reading the source once is cheaper than the rows and columns
 * that come along.
 */
export function shareUses(uses: readonly Use[]): Use[][] {
  const groups = freeOfCost(uses.filter(({ scan }) => scan.reduction === null));
  const reduced = uses.filter(({ scan }) => scan.reduction !== null).map((use) => [use]);
  // The dearest first: what comes later finds the most there already.
  const open = [...groups, ...reduced].map((group) => ({ group, seconds: seconds(group) }));
  open.sort((a, b) => (b.seconds ?? Number.POSITIVE_INFINITY) - (a.seconds ?? Number.POSITIVE_INFINITY));
  const shared: { group: Use[]; seconds: number | null }[] = [];
  for (const candidate of open) {
    let best: { readonly at: number; readonly seconds: number; readonly saved: number } | null = null;
    for (const [at, other] of shared.entries()) {
      if (candidate.seconds === null || other.seconds === null) continue;
      const together = seconds([...other.group, ...candidate.group]);
      const saved = together === null ? 0 : candidate.seconds + other.seconds - together;
      if (together !== null && saved > (best?.saved ?? 0)) best = { at, seconds: together, saved };
    }
    if (best === null) shared.push({ ...candidate });
    else shared[best.at] = { group: [...shared[best.at]!.group, ...candidate.group], seconds: best.seconds };
  }
  return shared.map(({ group }) => group);
}

/** What one extraction for all of them fetches. */
export function united(scans: readonly PlannedScan[]): PlannedScan {
  const [first, second] = scans;
  if (second === undefined) return first!;
  const predicates = [...new Set(scans.map((scan) => scan.predicate))];
  const columns = new Set(scans.flatMap(fetched));
  const size = unitedSize(scans);
  return {
    ...first!,
    columns: first!.columns.map((column, index) => ({ ...column, fetched: columns.has(index) })),
    predicate: predicates.includes(null) ? null : predicates.length === 1 ? predicates[0]! : anyOf(predicates),
    pushed: [],
    local: [],
    reduction: null,
    unreduced: [],
    estimate: { ...first!.estimate, filteredRows: size.rows, rows: size.rows, bytes: size.bytes },
  };
}

/** Those of every row are united, and filtered ones whose columns these have join them; those with one filter are united. */
function freeOfCost(uses: readonly Use[]): Use[][] {
  const whole = uses.filter(({ scan }) => scan.predicate === null);
  const wholeColumns = new Set(whole.flatMap(({ scan }) => fetched(scan)));
  const byPredicate = new Map<string, Use[]>();
  for (const use of uses) {
    if (use.scan.predicate === null) continue;
    if (whole.length > 0 && fetched(use.scan).every((index) => wholeColumns.has(index))) whole.push(use);
    else byPredicate.set(use.scan.predicate, [...(byPredicate.get(use.scan.predicate) ?? []), use]);
  }
  return [whole, ...byPredicate.values()].filter((group) => group.length > 0);
}

/** Seconds that serving a group takes; null where its size is unknown. */
function seconds(group: readonly Use[]): number | null {
  const scans = group.map(({ scan }) => scan);
  const { tableRows } = scans[0]!.estimate;
  const { rows, width } = unitedSize(scans);
  if (rows === null || tableRows === null) return null;
  const passed = scans.reduce((sum, scan) => sum + rows - Math.min(rows, scan.estimate.filteredRows ?? rows), 0);
  return fetchSeconds({ tableRows, rows, rowBytes: width }) + passed * PASSED_ROW_SECONDS;
}

function unitedSize(scans: readonly PlannedScan[]) {
  const [first, second] = scans;
  const columns = new Set(scans.flatMap(fetched));
  const width = rowBytes(first!.columns.filter((_, index) => columns.has(index)).map((column) => column.scan.type));
  const { tableRows } = first!.estimate;
  // One predicate keeps the same rows for all that have it; different ones may keep different rows.
  const parts = new Map(scans.map(({ predicate, estimate }) => [predicate, estimate.filteredRows]));
  const known = [...parts.values()];
  const sum = known.some((rows) => rows === null) ? null : known.reduce((total: number, rows) => total + rows!, 0);
  const rows = second === undefined ? first!.estimate.rows : sum === null ? null : Math.min(sum, tableRows ?? sum);
  return { rows, width, bytes: rows === null ? null : Math.round(rows * width) };
}

function fetched(scan: PlannedScan): number[] {
  return scan.columns.flatMap((column, index) => (column.fetched ? [index] : []));
}

function anyOf(predicates: readonly (string | null)[]): string {
  return predicates.map((predicate) => `(${predicate})`).join(' or ');
}
