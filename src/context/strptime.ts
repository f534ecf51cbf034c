import { DvtError } from '../core/errors.js';
import { DAYS, MONTHS } from './strftime.js';

/** What a text says by a format. */
export interface ReadTime {
  /** year to microsecond */
  readonly fields: readonly number[];
  /** minutes east of UTC; null where the format does not ask for it */
  readonly offset: number | null;
}

const shorts = (names: readonly string[]) => names.map((name) => name.slice(0, 3));
const choice = (names: readonly string[]) => `(${names.join('|')})`;

const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  y: '(\\d{2})',
  m: '(1[0-2]|0[1-9]|[1-9])',
  d: '(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])',
  H: '(2[0-3]|[01]\\d|\\d)',
  I: '(1[0-2]|0[1-9]|[1-9])',
  M: '([0-5]\\d|\\d)',
  S: '(6[01]|[0-5]\\d|\\d)',
  f: '(\\d{1,6})',
  j: '(36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])',
  p: '(AM|PM)',
  z: '([+-]\\d\\d:?[0-5]\\d|Z)',
  Z: '(UTC|GMT)',
  A: choice(DAYS),
  a: choice(shorts(DAYS)),
  B: choice(MONTHS),
  b: choice(shorts(MONTHS)),
};

/** Reads a text by a format of Python's `strptime`, in the C locale. */
export function strptime(text: string, format: string): ReadTime {
  const order: string[] = [];
  const pattern = format.replace(
    /%(.)|(\s+)|([.*+?^${}()|[\]\\/])/g,
    (_, code?: string, space?: string, special?: string) => {
      if (space !== undefined) return '\\s+';
      if (code === undefined) return `\\${special}`;
      if (code === '%') return '%';
      const known = PATTERNS[code];
      if (known === undefined) {
        const message = `strptime() with %${code}: dvt reads ${Object.keys(PATTERNS)
          .map((one) => `%${one}`)
          .join(', ')}.`;
        throw new DvtError({ code: 'DVT2114', message });
      }
      order.push(code);
      return known;
    },
  );
  const match = new RegExp(`^${pattern}$`, 'i').exec(text);
  if (match === null) {
    throw new DvtError({ code: 'DVT2114', message: `time data '${text}' does not match format '${format}'` });
  }
  return readTime(new Map(order.map((code, i) => [code, match[i + 1]!])));
}

function readTime(parts: ReadonlyMap<string, string>): ReadTime {
  const number = (code: string, otherwise: number): number => Number(parts.get(code) ?? otherwise);
  const name = (names: readonly string[], code: string): number =>
    names.findIndex((one) => one.toLowerCase() === parts.get(code)?.toLowerCase()) + 1;
  const short = number('y', 0);
  const year = parts.has('y') ? short + (short < 69 ? 2000 : 1900) : number('Y', 1900);
  const month = number('m', name(MONTHS, 'B') || name(shorts(MONTHS), 'b') || 1);
  const afternoon = parts.get('p')?.toLowerCase() === 'pm' ? 12 : 0;
  const hour = parts.has('I') ? (number('I', 0) % 12) + afternoon : number('H', 0);
  const microsecond = Number((parts.get('f') ?? '').padEnd(6, '0'));
  const days = parts.has('j') ? dayOfYear(year, number('j', 1)) : [month, number('d', 1)];
  return { fields: [year, ...days, hour, number('M', 0), number('S', 0), microsecond], offset: offsetOf(parts) };
}

/** Month and day of the n-th day of a year. */
function dayOfYear(year: number, day: number): readonly number[] {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, day);
  return [date.getUTCMonth() + 1, date.getUTCDate()];
}

function offsetOf(parts: ReadonlyMap<string, string>): number | null {
  const text = parts.get('z');
  if (text === undefined) return null;
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}
