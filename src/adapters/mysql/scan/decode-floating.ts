const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * The double of a decimal text. A number of up to 15 digits divided by a power of ten up to 22 is correctly rounded, as
 * both are exact doubles; longer ones and those with an exponent are the library's.
 */
export function decodeFloating(buf: Buffer, start: number, length: number): number {
  const end = start + length;
  let at = start;
  const negative = buf[at] === 45;
  if (negative) at++;
  if (end - at <= 16) {
    let digits = 0;
    let decimals = -1;
    for (; at < end; at++) {
      const character = buf[at]!;
      if (character >= 48 && character <= 57) {
        digits = digits * 10 + (character - 48);
        if (decimals >= 0) decimals++;
      } else if (character === 46 && decimals < 0) decimals = 0;
      else break;
    }
    const count = decimals < 0 ? at - start - (negative ? 1 : 0) : at - start - (negative ? 2 : 1);
    if (at === end && count <= 15) {
      const value = decimals > 0 ? digits / POWERS[decimals]! : digits;
      return negative ? -value : value;
    }
  }
  return Number(buf.toString('latin1', start, end));
}
