import { rowBytes } from '../../core/fetch-cost.js';
import type { Dialect } from '../../spi/dialect.js';
import type { ExpressionTree, LogicalOperator } from '../../spi/engine.js';
import type { PlannedScan } from '../../spi/plan.js';
import type { StubScan } from '../plan-scans.js';
import type { ColumnLookup } from '../predicate/expression.js';
import { chooseReductions } from './choose-reductions.js';
import { engineFilters, localFilters } from './engine-filters.js';
import { findEdges, type PlanEdges } from './find-edges.js';
import type { ReducibleScan } from './reducible-scan.js';

/** A query whose scans are planned one by one. */
export interface SemiJoinPlanning {
  readonly logical: LogicalOperator | null;
  readonly relations: readonly PlannedRelation[];
  readonly parsed: ReadonlyMap<string, ExpressionTree | null>;
}

export interface PlannedRelation {
  readonly token: string;
  readonly scan: PlannedScan;
  readonly dialect: Dialect;
  /** places where the query reads it */
  readonly stubScans: readonly StubScan[];
  readonly column: ColumnLookup;
}

/** Part of the rows that a filter leaves which stays in the engine. */
const LEFT_BY_A_LOCAL_FILTER = 0.33;
/** A plan with more is not searched: every pair of a large family of tables that are joined by one key is an edge. */
const MOST_EDGES = 2000;

/** The scans of a query, those narrowed by the keys of others for which that pays. Positions stay. */
export function reduceScans({ logical, relations, parsed }: SemiJoinPlanning): PlannedScan[] {
  const scans = relations.map(({ scan }) => scan);
  const edges = logical === null ? null : findEdges(logical);
  if (edges === null || edges.edges.length === 0 || edges.edges.length > MOST_EDGES) return scans;
  const sized = relations.flatMap((relation, index) => {
    const one = reducible(relation, edges, parsed);
    return one === null ? [] : [{ index, one }];
  });
  const chosen = chooseReductions(
    sized.map(({ one }) => one),
    edges,
  );
  const positions = sized.map(({ index }) => index);
  for (const [at, index] of positions.entries()) scans[index] = atPositions(chosen[at]!, positions);
  return scans;
}

/** null: it is not read, or nothing is known of its size */
function reducible(
  { scan, dialect, stubScans, token, column }: PlannedRelation,
  { places }: PlanEdges,
  parsed: ReadonlyMap<string, ExpressionTree | null>,
): ReducibleScan | null {
  const { tableRows, rows } = scan.estimate;
  if (!scan.read || tableRows === null || rows === null) return null;
  const filters = { scans: stubScans, names: scan.columns.map(({ name }) => name), parsed, column };
  const conditions = engineFilters(filters);
  const unsent = conditions.length === 0 ? 0 : localFilters(filters, scan.pushed.length);
  return {
    scan,
    dialect,
    places: places.flatMap((name, place) => (name === token ? [place] : [])),
    filters: conditions,
    filteredRows: rows * LEFT_BY_A_LOCAL_FILTER ** Math.min(2, unsent),
    tableRows: Math.max(1, tableRows),
    rows,
    slowness: scan.estimate.slowness,
    rowBytes: rowBytes(scan.columns.filter((one) => one.fetched).map((one) => one.scan.type)),
  };
}

/** Sources are named by their position in the node's plan. */
function atPositions(scan: PlannedScan, positions: readonly number[]): PlannedScan {
  const { reduction } = scan;
  if (reduction === null) return scan;
  const moved = <
    T extends { readonly sources: readonly { readonly scan: number; readonly tests: readonly unknown[] }[] },
  >(
    test: T,
  ): T => ({
    ...test,
    sources: test.sources.map((source) => ({
      ...source,
      scan: positions[source.scan]!,
      tests: source.tests.map((one) => moved(one as T)),
    })),
  });
  return { ...scan, reduction: { places: reduction.places.map((tests) => tests.map(moved)) } };
}
