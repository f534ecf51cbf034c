import type { PlannedScan } from '../spi/plan.js';
import { groupOf, groupRowBytes, includes, type ScanGroup, type Use, unitedGroups } from './scan-group.js';

/** Where a group of uses is best served. */
export interface Place {
  /** position of the group that it joins; null: an extraction of its own */
  readonly at: number | null;
  /** the group that it is in then */
  readonly group: ScanGroup;
  /** seconds that this adds; null = unknown */
  readonly added: number | null;
}

/**
 * Parts the uses of one relation into groups, each to be served by one extraction: where it costs nothing more than they
 * cost one by one, and where the sizes that are known say that reading the source once is cheaper than the rows and columns
 * that come along.
 */
export function shareUses(uses: readonly Use[]): ScanGroup[] {
  const open = freeOfCost(uses);
  // The dearest first: what comes later finds the most there already.
  open.sort((a, b) => (b.seconds ?? Number.POSITIVE_INFINITY) - (a.seconds ?? Number.POSITIVE_INFINITY));
  const groups: ScanGroup[] = [];
  for (const group of open) settle(groups, bestPlace(groups, group));
  return groups;
}

/** The place among the groups that adds the least. */
export function bestPlace(groups: readonly ScanGroup[], group: ScanGroup): Place {
  let best: Place = { at: null, group, added: group.seconds };
  for (const [at, other] of groups.entries()) {
    const free = includes(other, group);
    if (!free && (group.seconds === null || other.seconds === null)) continue;
    const together = unitedGroups(other, group);
    const known = together.seconds !== null && other.seconds !== null;
    const added = known ? together.seconds! - other.seconds! : free ? 0 : null;
    if (added !== null && (best.added === null || added < best.added)) best = { at, group: together, added };
  }
  return best;
}

export function settle(groups: ScanGroup[], { at, group }: Place): void {
  if (at === null) groups.push(group);
  else groups[at] = group;
}

/** What one extraction for all of a group fetches. */
export function united(group: ScanGroup): PlannedScan {
  const [{ scan }, second] = group.uses as readonly [Use, Use?];
  if (second === undefined) return scan;
  const predicates = [...group.parts.keys()];
  const { rows } = group;
  return {
    ...scan,
    columns: scan.columns.map(({ name, scan: column }, index) => ({
      name,
      scan: column,
      fetched: group.columns.has(index),
    })),
    predicate: predicates.includes(null) ? null : predicates.length === 1 ? predicates[0]! : anyOf(predicates),
    pushed: [],
    local: [],
    reduction: null,
    unreduced: [],
    estimate: {
      ...scan.estimate,
      filteredRows: rows,
      rows,
      bytes: rows === null ? null : Math.round(rows * groupRowBytes(group)),
    },
  };
}

/** Those of every row are united, and filtered ones whose columns these have join them; those with one filter are united. */
function freeOfCost(uses: readonly Use[]): ScanGroup[] {
  const whole: ScanGroup[] = [];
  const others: ScanGroup[] = [];
  for (const group of uses.map(groupOf)) {
    const [{ scan }] = group.uses as readonly [Use];
    if (scan.predicate === null && scan.reduction === null) merge(whole, group, () => true);
    else others.push(group);
  }
  const apart: ScanGroup[] = [];
  for (const group of others) {
    const [{ scan }] = group.uses as readonly [Use];
    if (scan.reduction !== null) apart.push(group);
    else if (whole.length > 0 && includes(whole[0]!, group)) merge(whole, group, () => true);
    else merge(apart, group, (other) => other.parts.has(scan.predicate) && other.uses[0]!.scan.reduction === null);
  }
  return [...whole, ...apart];
}

function merge(groups: ScanGroup[], group: ScanGroup, fits: (other: ScanGroup) => boolean): void {
  const at = groups.findIndex(fits);
  settle(
    groups,
    at < 0 ? { at: null, group, added: null } : { at, group: unitedGroups(groups[at]!, group), added: null },
  );
}

function anyOf(predicates: readonly (string | null)[]): string {
  return predicates.map((predicate) => `(${predicate})`).join(' or ');
}
