const GROUP = 10_000n;
/** numeric(38,0), the widest that dvt reads back as a number */
const HIGHEST = 10n ** 38n;

/** Writes an integer of 8 or 16 bytes, with `scale` digits after the point, as numeric; returns the position behind it. */
export function putBigNumeric(
  out: DataView,
  at: number,
  vector: DataView,
  offset: number,
  width: number,
  unsigned: boolean,
  scale: number,
  column: number,
  fail: (column: number, reason: string) => never,
): number {
  const given = integerAt(vector, offset, width, unsigned);
  if (given >= HIGHEST || given <= -HIGHEST) fail(column, `${given}, which numeric(38,0) cannot hold`);
  const groups = Math.ceil(scale / 4);
  let rest = (given < 0n ? -given : given) * 10n ** BigInt(groups * 4 - scale);
  const digits: number[] = [];
  for (; rest > 0n; rest /= GROUP) digits.push(Number(rest % GROUP));
  out.setInt32(at, 8 + digits.length * 2);
  out.setInt16(at + 4, digits.length);
  out.setInt16(at + 6, digits.length - groups - 1);
  out.setInt16(at + 8, given < 0n ? 0x4000 : 0);
  out.setInt16(at + 10, scale);
  digits.reverse().forEach((digit, index) => {
    out.setInt16(at + 12 + index * 2, digit);
  });
  return at + 12 + digits.length * 2;
}

function integerAt(vector: DataView, offset: number, width: number, unsigned: boolean): bigint {
  if (width === 8) return unsigned ? vector.getBigUint64(offset, true) : vector.getBigInt64(offset, true);
  const high = unsigned ? vector.getBigUint64(offset + 8, true) : vector.getBigInt64(offset + 8, true);
  return (high << 64n) | vector.getBigUint64(offset, true);
}
