import { costSeconds, fetchSeconds, notLater, rowBytes } from '../../core/fetch-cost.js';
import type { SourceEstimate } from '../../spi/connection.js';
import type { ExpressionTree } from '../../spi/engine.js';
import type { BlockChoice, PlannedScan } from '../../spi/plan.js';
import { aggregateOf } from './aggregates.js';
import type { BlockDraft } from './block-draft.js';
import { visitExpressions } from './query-tree.js';
import type { ScopeRelation } from './scope.js';

/** An exact sum, or an operation on what is summed, of one row; optimizers take it for as cheap as any comparison. */
const ARITHMETIC_SECONDS = 2.5e-7;
/** Rows that a source groups a second, where it tells no cost. */
const ROWS_A_SECOND = 2e6;
/** Share of the rows that a grouping is taken to leave, where the source says nothing. */
const GROUPED_SHARE = 0.1;

export interface BlockWeighing {
  readonly draft: BlockDraft;
  /** of the block's query; null = the source does not estimate */
  readonly estimate: SourceEstimate | null;
  /** scans that the block makes unnecessary */
  readonly instead: readonly PlannedScan[];
  /** what the source expects of each of them; null = it does not say */
  readonly scanCosts: readonly (number | null)[];
}

/** Whether a block's result comes sooner than what it is made of. */
export function chooseBlock(weighing: BlockWeighing): BlockChoice {
  const { draft, instead, estimate } = weighing;
  const inputRows = total(instead.map((scan) => scan.estimate.rows));
  const rows = blockRows(draft, estimate, instead);
  const width = rowBytes(draft.columns.map(({ type }) => type));
  const bytes = rows === null ? null : Math.round(rows * width);
  // A row of which no column is needed is counted all the same.
  const insteadBytes = total([inputRows, ...instead.map((scan) => scan.estimate.bytes)]);
  const work = inputRows === null ? null : workSeconds(draft, estimate, aggregatedRows(instead, inputRows));
  const figures = { rows, bytes, insteadBytes, seconds: work };
  if (instead.length === 0) {
    return { ...figures, chosen: false, reason: 'what it is made of is fetched for other parts of the query anyway' };
  }
  if (rows === null || bytes === null || work === null || insteadBytes === null) {
    const small = draft.kind !== 'aggregation' && draft.kind !== 'partial aggregation';
    return { ...figures, chosen: small, reason: 'the source knows no sizes' };
  }
  const { slowness } = instead[0]!.estimate;
  const seconds = fetchSeconds({ tableRows: 0, rows, rowBytes: width, sourceSeconds: work, slowness });
  const insteadSeconds = instead.reduce((sum, scan, i) => sum + scanSeconds(scan, weighing.scanCosts[i] ?? null), 0);
  if (bytes > insteadBytes)
    return { ...figures, chosen: false, reason: 'its result is larger than what it is made of' };
  const chosen = notLater(seconds, insteadSeconds);
  const compared = `about ${shown(seconds)} s there against ${shown(insteadSeconds)} s to fetch its inputs`;
  return { ...figures, chosen, reason: compared };
}

/** Rows that are aggregated: of a join, those of its largest relation that are left by the conditions on all of them. */
function aggregatedRows(scans: readonly PlannedScan[], inputRows: number): number {
  // Keys carry over the conditions on the other relations, which are reckoned there.
  const tables = scans.map(({ estimate: { tableRows, filteredRows, rows } }) => ({
    rows: filteredRows ?? rows ?? 0,
    tableRows: tableRows ?? 0,
  }));
  if (tables.length < 2 || tables.some(({ tableRows }) => tableRows === 0)) return inputRows;
  const left = tables.reduce((share, { rows, tableRows }) => share * Math.min(1, rows / tableRows), 1);
  return left * Math.max(...tables.map(({ tableRows }) => tableRows));
}

function workSeconds({ columns }: BlockDraft, estimate: SourceEstimate | null, aggregated: number): number {
  const arithmetic = aggregated * columns.reduce((sum, { expression }) => sum + operations(expression), 0);
  const cost = estimate?.cost == null ? aggregated / ROWS_A_SECOND : costSeconds(estimate.cost);
  return cost + arithmetic * ARITHMETIC_SECONDS;
}

/** Sums, and the operators in what they add up. */
function operations(expression: ExpressionTree): number {
  if (aggregateOf(expression)?.name !== 'sum') return 0;
  let found = 0;
  visitExpressions(expression, (part) => {
    if (part.class === 'FUNCTION') found++;
    return true;
  });
  return found;
}

/** The source's own estimate stands beside its estimate of the block; of a scan that keys will narrow it knows nothing. */
function scanSeconds({ columns, estimate, reduction }: PlannedScan, cost: number | null): number {
  const fetched = columns.filter((column) => column.fetched).map((column) => column.scan.type);
  const sent = { rows: estimate.rows ?? 0, rowBytes: rowBytes(fetched) };
  const sourceSeconds = cost === null || reduction !== null ? null : costSeconds(cost);
  const { tableRows, slowness } = estimate;
  return fetchSeconds({ ...sent, tableRows: tableRows ?? 0, sourceSeconds, slowness });
}

function blockRows(draft: BlockDraft, estimate: SourceEstimate | null, instead: readonly PlannedScan[]): number | null {
  const { most, groupedBy } = draft;
  if (most !== null && most <= 1) return most;
  const known = estimate?.rows ?? total(instead.map((scan) => scan.estimate.rows));
  if (known === null || groupedBy.length === 0) return most === null ? known : Math.min(most, known ?? most);
  const groups = estimate?.beforeGrouping === false ? known : Math.ceil(known * GROUPED_SHARE);
  // There are no more groups than rows of the relations that hold the keys.
  const holding = groupedBy.map((relation) => rowsOf(relation, instead));
  const bound = holding.includes(null) ? known : (holding as number[]).reduce((product, rows) => product * rows, 1);
  return Math.min(groups, bound, most ?? groups);
}

function rowsOf({ described }: ScopeRelation, scans: readonly PlannedScan[]): number | null {
  return scans.find(({ input }) => input === described.input)?.estimate.rows ?? null;
}

function total(parts: readonly (number | null)[]): number | null {
  return parts.includes(null) ? null : (parts as number[]).reduce((sum, part) => sum + part, 0);
}

function shown(seconds: number): string {
  return seconds < 0.01 ? '0.01' : seconds.toFixed(2);
}
