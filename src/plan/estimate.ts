import type { ColumnType } from '../spi/column-type.js';
import type { RelationDescription } from '../spi/relation.js';

/** Bytes that a value of each type takes on the way, roughly; catalogs rarely know better. */
const BYTES: Readonly<Record<string, number>> = {
  boolean: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  varchar: 16,
  json: 64,
  blob: 64,
};
const OTHER_BYTES = 8;

/** Bytes of all rows with these columns; null where the number of rows is unknown. */
export function estimateBytes(relation: RelationDescription, types: readonly ColumnType[]): number | null {
  const { rows } = relation.statistics;
  if (rows === null) return null;
  return Math.round(rows * rowBytes(types));
}

/** Bytes of a row with columns of these types. */
export function rowBytes(types: readonly ColumnType[]): number {
  return types.reduce((sum, type) => sum + (BYTES[type.kind] ?? OTHER_BYTES), 0);
}
