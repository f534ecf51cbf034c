import type { ColumnType } from '../../spi/column-type.js';

type Decimal = Extract<ColumnType, { readonly kind: 'decimal' }>;

const WIDEST = 38;
/** Decimals up to here are kept in 64 bits, and DuckDB would rather fail than widen them. */
const WIDEST_IN_64_BITS = 18;

/** DuckDB's type of the sum or difference of two decimals. */
export function decimalSum(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return within(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale, a, b);
}

/** DuckDB's type of the product of two decimals; null where it refuses to multiply them. */
export function decimalProduct(a: Decimal, b: Decimal): Decimal | null {
  const scale = a.scale + b.scale;
  return scale > WIDEST ? null : within(a.precision + b.precision, scale, a, b);
}

function within(precision: number, scale: number, a: Decimal, b: Decimal): Decimal {
  const narrow = Math.max(a.precision, b.precision) <= WIDEST_IN_64_BITS && scale < WIDEST_IN_64_BITS;
  const limit = narrow ? WIDEST_IN_64_BITS : WIDEST;
  return { kind: 'decimal', precision: Math.min(precision, limit), scale };
}

/** The decimal type of a whole number written as a constant. */
export function decimalOfDigits(value: string): Decimal {
  return { kind: 'decimal', precision: Math.min(Math.max(value.replace('-', '').length, 1), WIDEST), scale: 0 };
}
