import type { ColumnType } from '../spi/column-type.js';

const KINDS: ReadonlySet<ColumnType['kind']> = new Set([
  'int8',
  'int16',
  'int32',
  'int64',
  'hugeint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'uhugeint',
] as const);

/** Whether values are whole numbers of a fixed width. */
export function isInteger({ kind }: ColumnType): boolean {
  return KINDS.has(kind);
}
