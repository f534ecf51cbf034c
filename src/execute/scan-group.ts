import { fetchSeconds, rowBytes } from '../core/fetch-cost.js';
import type { PlannedColumn, PlannedScan } from '../spi/plan.js';

/** A node's scan of a relation that others may scan as well. */
export interface Use {
  readonly node: string;
  readonly scan: PlannedScan;
}

/** A row of staging that a node reads and does not need. */
const PASSED_ROW_SECONDS = 1.5e-8;

/** Uses of one relation that one extraction serves. */
export interface ScanGroup {
  readonly uses: readonly Use[];
  /** positions of the columns that are fetched */
  readonly columns: ReadonlySet<number>;
  /** of those that constants stand for as long as all rows meet the one predicate */
  readonly standIns: ReadonlySet<number>;
  /** rows that each predicate keeps; null = unknown. One keeps the same rows for all that have it. */
  readonly parts: ReadonlyMap<string | null, number | null>;
  /** rows that are fetched; null = unknown */
  readonly rows: number | null;
  /** rows that the uses need, counted for each of them */
  readonly needed: number;
  /** seconds that serving them takes; null = unknown */
  readonly seconds: number | null;
}

export function groupOf(use: Use): ScanGroup {
  const { scan } = use;
  const { estimate, predicate } = scan;
  return sized({
    uses: [use],
    columns: positions(scan, ({ fetched }) => fetched),
    standIns: positions(scan, ({ fetched, standIn }) => !fetched && standIn !== undefined),
    parts: new Map([[predicate, estimate.filteredRows]]),
    rows: estimate.rows,
    needed: estimate.rows ?? 0,
  });
}

function positions({ columns }: PlannedScan, chosen: (column: PlannedColumn) => boolean): Set<number> {
  return new Set(columns.flatMap((column, index) => (chosen(column) ? [index] : [])));
}

/** Columns that a group needs beside one whose rows need not meet its predicate, unless that is the `same`. */
function columnsBeside(group: ScanGroup, same: boolean): ReadonlySet<number> {
  return same ? group.columns : new Set([...group.columns, ...group.standIns]);
}

/** Whether both keep the rows of the same one predicate. */
function sameRows(a: ScanGroup, b: ScanGroup): boolean {
  return a.parts.size === 1 && b.parts.size === 1 && a.parts.has([...b.parts.keys()][0]!);
}

/** Both in one extraction, which keys of other relations narrow no longer. */
export function unitedGroups(a: ScanGroup, b: ScanGroup): ScanGroup {
  const { tableRows } = a.uses[0]!.scan.estimate;
  const parts = new Map([...a.parts, ...b.parts]);
  const known = [...parts.values()];
  const same = sameRows(a, b);
  const columns = new Set([...columnsBeside(a, same), ...columnsBeside(b, same)]);
  const sum = known.includes(null) ? null : (known as number[]).reduce((total, rows) => total + rows, 0);
  return sized({
    uses: [...a.uses, ...b.uses],
    columns,
    standIns: new Set(same ? [...a.standIns, ...b.standIns].filter((column) => !columns.has(column)) : []),
    parts,
    rows: sum === null ? null : Math.min(sum, tableRows ?? sum),
    needed: a.needed + b.needed,
  });
}

/** Whether the rows and columns of one are among those of another whatever the relation holds. */
export function includes(whole: ScanGroup, part: ScanGroup): boolean {
  const everyRow = whole.parts.has(null) && (whole.uses.length > 1 || whole.uses[0]!.scan.reduction === null);
  const rows =
    everyRow || (part.parts.size === 1 && whole.uses.length > 1 && whole.parts.has([...part.parts.keys()][0]!));
  const columns = columnsBeside(part, sameRows(whole, part));
  return rows && [...columns].every((column) => whole.columns.has(column));
}

/** Bytes of a fetched row. */
export function groupRowBytes({ uses, columns }: Pick<ScanGroup, 'uses' | 'columns'>): number {
  const all = uses[0]!.scan.columns;
  return rowBytes([...columns].map((index) => all[index]!.scan.type));
}

function sized(group: Omit<ScanGroup, 'seconds'>): ScanGroup {
  const { rows, uses, parts, needed } = group;
  const [{ scan }] = uses as readonly [Use];
  const { tableRows, slowness } = scan.estimate;
  if (rows === null || tableRows === null) return { ...group, seconds: null };
  // Of keys that narrow a scan its source's estimate knows nothing.
  const alike = parts.size === 1 && (uses.length > 1 || scan.reduction === null);
  const sourceSeconds = scan.relation.block?.seconds ?? (alike ? scan.estimate.sourceSeconds : null);
  const fetch = fetchSeconds({ tableRows, rows, rowBytes: groupRowBytes(group), sourceSeconds, slowness });
  const passed = Math.max(0, rows * uses.length - needed);
  return { ...group, seconds: fetch + passed * PASSED_ROW_SECONDS };
}
