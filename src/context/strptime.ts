import { DvtError } from '../core/errors.js';

const PATTERNS: Readonly<Record<string, readonly [pattern: string, field: number]>> = {
  Y: ['(\\d{4})', 0],
  m: ['(\\d{1,2})', 1],
  d: ['(\\d{1,2})', 2],
  H: ['(\\d{1,2})', 3],
  M: ['(\\d{1,2})', 4],
  S: ['(\\d{1,2})', 5],
  f: ['(\\d{1,6})', 6],
};

/** Reads a text by Python's `strptime` format; the fields from year to microsecond. Numeric codes only. */
export function strptime(text: string, format: string): readonly number[] {
  const order: number[] = [];
  const pattern = format.replace(/%(.)|([.*+?^${}()|[\]\\/])/g, (_, code: string | undefined, special: string) => {
    if (code === undefined) return `\\${special}`;
    if (code === '%') return '%';
    const known = PATTERNS[code];
    if (known === undefined) {
      const message = `strptime() with %${code}: dvt reads %Y, %m, %d, %H, %M, %S and %f.`;
      throw new DvtError({ code: 'DVT2114', message });
    }
    order.push(known[1]);
    return known[0];
  });
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (match === null) {
    throw new DvtError({ code: 'DVT2114', message: `time data '${text}' does not match format '${format}'` });
  }
  const fields = [1900, 1, 1, 0, 0, 0, 0];
  for (const [i, field] of order.entries()) {
    const digits = match[i + 1]!;
    fields[field] = Number(field === 6 ? digits.padEnd(6, '0') : digits);
  }
  return fields;
}
