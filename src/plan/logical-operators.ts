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

/** Name of the table that a scan reads; of a stub, its token. Null for what is no scan of a table. */
export function scannedTable(operator: LogicalOperator): string | null {
  const table = (operator['function_data'] as { readonly table?: unknown } | undefined)?.table;
  return operator.type === 'LOGICAL_GET' && typeof table === 'string' ? table : null;
}

/** What is known of the columns of a side of a join. */
interface JoinedColumns<T> {
  /** null: not even how many there are */
  readonly left: readonly T[] | null;
  readonly right: readonly T[] | null;
  /** what is known of a column of a side that the join may fill with NULLs */
  readonly filled: (column: T) => T;
  /** of the column in which a MARK join tells what it found */
  readonly mark: T;
}

/** The columns that a join puts out: those of one side or of both, by DuckDB's type of it. */
export function joinOutput<T>(
  operator: LogicalOperator,
  type: string,
  { left, right, filled, mark }: JoinedColumns<T>,
): readonly T[] | null {
  const leftColumns = left && mapped(operator, 'left_projection_map', left);
  const rightColumns = right && mapped(operator, 'right_projection_map', right);
  switch (type) {
    case 'INNER':
      return leftColumns && rightColumns && [...leftColumns, ...rightColumns];
    case 'LEFT':
    case 'SINGLE':
      return leftColumns && rightColumns && [...leftColumns, ...rightColumns.map(filled)];
    case 'RIGHT':
      return leftColumns && rightColumns && [...leftColumns.map(filled), ...rightColumns];
    case 'SEMI':
    case 'ANTI':
      return leftColumns;
    case 'RIGHT_SEMI':
    case 'RIGHT_ANTI':
      return rightColumns;
    case 'MARK':
      return leftColumns && [...leftColumns, mark];
    default:
      return null;
  }
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
    const table = scannedTable(operator);
    if (table !== null) chains.push({ scan: operator, table, above });
    const passes = operator.type === 'LOGICAL_FILTER' || operator.type === 'LOGICAL_PROJECTION';
    for (const child of operator.children ?? []) walk(child, passes ? [operator, ...above] : []);
  };
  walk(root, []);
  return chains;
}
