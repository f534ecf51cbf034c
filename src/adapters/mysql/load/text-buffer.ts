const DIGIT_ZERO = 48;
const BILLION = 1_000_000_000;

/** Text of rows under construction, in one growing buffer. Callers make room with `reserve` before they write. */
export class TextBuffer {
  bytes: Buffer;
  length = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** ASCII text. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  /** A few bytes. */
  codes(codes: Uint8Array): void {
    for (let at = 0; at < codes.length; at++) this.bytes[this.length++] = codes[at]!;
  }

  /** A whole number from 0 to 2^53. */
  number(value: number): void {
    if (value >= BILLION) {
      const high = Math.floor(value / BILLION);
      this.number(high);
      this.padded(value - high * BILLION, 9);
      return;
    }
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    this.padded(value, digits);
  }

  /** A whole number below 10^9, with leading zeros. */
  padded(value: number, digits: number): void {
    const { bytes } = this;
    let rest = value | 0;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = DIGIT_ZERO + (rest - next * 10);
      rest = next;
    }
    this.length += digits;
  }

  /** A copy of what was written; the buffer is empty afterwards. */
  take(): Buffer {
    const copy = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return copy;
  }
}
