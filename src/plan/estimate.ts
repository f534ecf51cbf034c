import { rowBytes } from '../core/fetch-cost.js';
import type { ColumnType } from '../spi/column-type.js';
import type { RelationDescription } from '../spi/relation.js';

/** Bytes of all rows with these columns; null where the number of rows is unknown. */
export function estimateBytes(relation: RelationDescription, types: readonly ColumnType[]): number | null {
  const { rows } = relation.statistics;
  if (rows === null) return null;
  return Math.round(rows * rowBytes(types));
}
