/** A column of one place where the plan reads a stub; a relation read twice has two places. */
export interface PlaceColumn {
  /** position of the place among all of the plan, in the order of a walk from the root, first child first */
  readonly place: number;
  /** position of the column in the relation */
  readonly column: number;
}

/** What is known of one column that an operator puts out. */
export interface OutputColumn {
  /** alternatives: every value of it, NULL aside, is in one of the columns of each */
  readonly values: readonly (readonly PlaceColumn[])[];
  /**
   * Where somebody above does not need (and is not harmed by) the rows of this output whose value here is outside of a set,
   * the query does not need such rows of any of these columns either.
   */
  readonly reducible: readonly PlaceColumn[];
}

export const UNKNOWN: OutputColumn = { values: [], reducible: [] };

interface BoundExpression {
  readonly expression_class: string;
  readonly index?: number;
  readonly child?: BoundExpression;
  readonly return_type?: { readonly id: string };
  readonly try_cast?: boolean;
}

const INTEGER_DIGITS: Readonly<Record<string, number>> = {
  UTINYINT: 8.5,
  TINYINT: 8,
  USMALLINT: 16.5,
  SMALLINT: 16,
  UINTEGER: 32.5,
  INTEGER: 32,
  UBIGINT: 64.5,
  BIGINT: 64,
  HUGEINT: 128,
};

/** Position of the column that an expression is, casts to a wider integer aside; null for anything else. */
export function referredColumn(expression: unknown): number | null {
  const bound = expression as BoundExpression;
  if (bound.expression_class === 'BOUND_REF') return bound.index ?? null;
  if (bound.expression_class !== 'BOUND_CAST' || bound.try_cast === true) return null;
  const from = INTEGER_DIGITS[bound.child?.return_type?.id ?? ''];
  const to = INTEGER_DIGITS[bound.return_type?.id ?? ''];
  return from !== undefined && to !== undefined && holds(to, from) ? referredColumn(bound.child) : null;
}

/** Whether an integer type holds all values of another; a half stands for unsigned. */
function holds(to: number, from: number): boolean {
  return Number.isInteger(to)
    ? to >= (Number.isInteger(from) ? from : from + 1)
    : !Number.isInteger(from) && to >= from;
}

/** The column that an expression over one child refers to. */
export function columnAt(columns: readonly OutputColumn[], expression: unknown): OutputColumn {
  const index = referredColumn(expression);
  return index === null ? UNKNOWN : (columns[index] ?? UNKNOWN);
}
