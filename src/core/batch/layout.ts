import type { BatchLayout } from '../../spi/batch.js';
import type { ColumnType } from '../../spi/column-type.js';

/** Rows of a batch: DuckDB's vector size. */
export const BATCH_ROWS = 2048;
/** Bytes of one column's validity bitmap. */
export const VALIDITY_BYTES = BATCH_ROWS / 8;
/** Strings up to this length lie in the vector itself (DuckDB's `string_t`), longer ones in the heap. */
export const INLINE_STRING_BYTES = 12;
/** Bytes before the null flags in the meta section. */
export const META_BYTES = 16;
/** A decoder may write this far past a string's end; every heap ends with as many spare bytes. */
export const HEAP_SPARE_BYTES = 16;

const HEAP_BYTES_PER_VALUE = 48;
const LARGEST_ORDINARY_HEAP = 4 << 20;

const WIDTHS: Readonly<Record<string, number>> = {
  boolean: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  hugeint: 16,
  uhugeint: 16,
  float32: 4,
  float64: 8,
  date: 4,
  time: 8,
  timestamp: 8,
  timestamptz: 8,
  interval: 16,
  uuid: 16,
  varchar: 16,
  json: 16,
  blob: 16,
};

/** Bytes of one value in DuckDB's vector layout. Throws for types that batches do not carry. */
export function widthOf(type: ColumnType): number {
  if (type.kind === 'decimal') return decimalWidth(type.precision);
  const width = WIDTHS[type.kind];
  if (width === undefined) throw new TypeError(`batches do not carry ${type.kind}`);
  return width;
}

/** DuckDB stores a decimal as the smallest integer that holds its precision. */
function decimalWidth(precision: number): 2 | 4 | 8 | 16 {
  return precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
}

/** Whether values are `string_t` entries, with long ones in the heap. */
export function isVariableLength(type: ColumnType): boolean {
  return type.kind === 'varchar' || type.kind === 'json' || type.kind === 'blob';
}

/** The layout of batches with these columns. */
export function batchLayout(types: readonly ColumnType[]): BatchLayout {
  let end = 0;
  const reserve = (bytes: number): number => {
    const start = end;
    end += bytes;
    return start;
  };
  const data = types.map((type) => reserve(widthOf(type) * BATCH_ROWS));
  const validity = types.map(() => reserve(VALIDITY_BYTES));
  const meta = reserve((META_BYTES + types.length + 63) & ~63);
  const strings = types.filter(isVariableLength).length;
  const heapBytes = Math.min(BATCH_ROWS * HEAP_BYTES_PER_VALUE * strings, LARGEST_ORDINARY_HEAP);
  const heap = reserve(heapBytes + HEAP_SPARE_BYTES);
  return { types, data, validity, meta, heap, size: (end + 15) & ~15 };
}
