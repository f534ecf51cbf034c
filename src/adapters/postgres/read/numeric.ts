/**
 * The binary form of numeric (numeric_send): int16 digits, int16 weight, uint16 sign, int16 display scale, then digits of
 * base 10,000; digit i counts 10,000^(weight - i).
 */
const NUMERIC_HEADER_BYTES = 8;
const NUMERIC_NEGATIVE = 0x4000;
const SPECIAL: Readonly<Record<number, string>> = { 49152: 'NaN', 53248: 'Infinity', 61440: '-Infinity' };

/** Scaled by 10^scale; null for NaN, the infinities, and numbers with more digits after the point. */
export function numericToBigInt(view: DataView, at: number, scale: number): bigint | null {
  const digits = view.getInt16(at);
  const weight = view.getInt16(at + 2);
  const sign = view.getUint16(at + 4);
  if (sign !== 0 && sign !== NUMERIC_NEGATIVE) return null;
  let value = 0n;
  for (let i = 0; i < digits; i += 3) {
    let part = 0;
    let factor = 1;
    for (let k = i; k < Math.min(i + 3, digits); k++) {
      part = part * 10_000 + view.getInt16(at + NUMERIC_HEADER_BYTES + 2 * k);
      factor *= 10_000;
    }
    value = value * BigInt(factor) + BigInt(part);
  }
  const exponent = (weight - digits + 1) * 4 + scale;
  if (exponent >= 0) value *= 10n ** BigInt(exponent);
  else {
    const divisor = 10n ** BigInt(-exponent);
    if (value % divisor !== 0n) return null;
    value /= divisor;
  }
  return sign === NUMERIC_NEGATIVE ? -value : value;
}

/** As the server prints it, for messages. */
export function numericText(view: DataView, at: number): string {
  const special = SPECIAL[view.getUint16(at + 4)];
  if (special !== undefined) return special;
  const scale = Math.max(view.getInt16(at + 6), (view.getInt16(at) - view.getInt16(at + 2) - 1) * 4, 0);
  const value = numericToBigInt(view, at, scale) ?? 0n;
  const text = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const point = text.length - scale;
  const fraction = text.slice(point, point + view.getInt16(at + 6));
  return `${value < 0n ? '-' : ''}${text.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}
