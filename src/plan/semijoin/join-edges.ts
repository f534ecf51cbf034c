import type { LogicalOperator } from '../../spi/engine.js';
import { listOf } from '../logical-operators.js';
import { columnAt, type OutputColumn, type PlaceColumn, UNKNOWN } from './logical-columns.js';

/**
 * The query needs no row at `target.place` whose value in `target.column` is not among the values of `sources` (all of
 * them together), whatever the relations hold.
 */
export interface JoinEdge {
  readonly target: PlaceColumn;
  readonly sources: readonly PlaceColumn[];
  /** true: rows with a NULL there are needed all the same (the join compares by IS NOT DISTINCT FROM) */
  readonly keepsNull: boolean;
}

/** Which side of a join is left with only what matches the other one: its rows without a match do nothing. */
interface Reduces {
  readonly left: boolean;
  readonly right: boolean;
}

/**
 * By DuckDB's join types. A MARK join tells "no match" from "unknown" by the other side's NULLs, so neither side may lose
 * rows; a FULL join shows rows of both sides without a match.
 */
const REDUCES: Readonly<Record<string, Reduces>> = {
  INNER: { left: true, right: true },
  SEMI: { left: true, right: true },
  RIGHT_SEMI: { left: true, right: true },
  LEFT: { left: false, right: true },
  SINGLE: { left: false, right: true },
  ANTI: { left: false, right: true },
  RIGHT: { left: true, right: false },
  RIGHT_ANTI: { left: true, right: false },
};

interface Equality {
  readonly left: OutputColumn;
  readonly right: OutputColumn;
  readonly nullSafe: boolean;
}

/** The equalities among a join's conditions, each of them necessary for a match. */
export function equalities(
  join: LogicalOperator,
  left: readonly OutputColumn[] | null,
  right: readonly OutputColumn[] | null,
): readonly (Equality & { readonly leftExpression: unknown; readonly rightExpression: unknown })[] {
  return listOf(join, 'conditions').flatMap((condition) => {
    const { left: leftExpression, right: rightExpression, comparison } = condition as Record<string, unknown>;
    const nullSafe = comparison === 'COMPARE_NOT_DISTINCT_FROM';
    if (comparison !== 'COMPARE_EQUAL' && !nullSafe) return [];
    return [
      {
        left: left === null ? UNKNOWN : columnAt(left, leftExpression),
        right: right === null ? UNKNOWN : columnAt(right, rightExpression),
        leftExpression,
        rightExpression,
        nullSafe,
      },
    ];
  });
}

/** The edges that one join gives. */
export function edgesOfJoin(type: string, conditions: readonly Equality[]): JoinEdge[] {
  const reduces = REDUCES[type];
  if (reduces === undefined) return [];
  return conditions.flatMap(({ left, right, nullSafe }) => [
    ...(reduces.left ? edges(left, right, nullSafe) : []),
    ...(reduces.right ? edges(right, left, nullSafe) : []),
  ]);
}

function edges(reduced: OutputColumn, by: OutputColumn, keepsNull: boolean): JoinEdge[] {
  return reduced.reducible.flatMap((target) =>
    by.values
      .filter((sources) => sources.every((source) => source.place !== target.place))
      .map((sources) => ({ target, sources, keepsNull })),
  );
}
