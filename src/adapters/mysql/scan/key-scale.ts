import { string } from '../dialect/quote.js';
import { type FilterClass, nativeType } from '../types/native-types.js';
import { parseType } from '../types/parse-type.js';

/** The values of a key as whole numbers in the same order, so that their range can be cut. */
export interface KeyScale {
  /** null: a value that has no number, as a zero date */
  numberOf(text: string): bigint | null;
  /** the value of a number, as SQL */
  literal(number: bigint): string;
}

type MakeScale = (low: string, high: string, spelled: string) => KeyScale;

const SCALES: Readonly<Partial<Record<FilterClass, MakeScale>>> = {
  integer: () => ({ numberOf: (text) => BigInt(text), literal: (number) => String(number) }),
  decimal: (_low, _high, spelled) => decimalScale(parseType(spelled).arguments[1] ?? 0),
  date: () => timeScale(86_400_000_000n, 10),
  datetime: () => timeScale(1n, 26),
  // Sessions are in UTC.
  timestamp: () => timeScale(1n, 26),
  text: (low, high) => textScale(low, high),
};

/** The scale of a column of this type with values from `low` to `high`; null where the order is not one of numbers. */
export function keyScale(spelled: string, low: string, high: string): KeyScale | null {
  return SCALES[nativeType(spelled).filter]?.(low, high, spelled) ?? null;
}

/** Whether a column of this type can be cut into ranges. Linguistic orders cannot: borders could stand in another order. */
export function hasScale(spelled: string): boolean {
  const { filter } = nativeType(spelled);
  return SCALES[filter] !== undefined && (filter !== 'text' || /_bin$/.test(parseType(spelled).collation ?? ''));
}

function decimalScale(scale: number): KeyScale {
  return {
    numberOf: (text) => {
      const [whole, fraction = ''] = text.split('.');
      return BigInt(whole! + fraction.padEnd(scale, '0'));
    },
    literal: (number) => {
      const digits = String(number < 0n ? -number : number).padStart(scale + 1, '0');
      const at = digits.length - scale;
      return `${number < 0n ? '-' : ''}${digits.slice(0, at)}${scale === 0 ? '' : `.${digits.slice(at)}`}`;
    },
  };
}

/** `unit` in microseconds; `length` of the text that the type has. */
function timeScale(unit: bigint, length: number): KeyScale {
  return {
    numberOf: (text) => {
      const [, seconds = '', fraction = ''] = /^(.{10}(?: .{8})?)(?:\.(\d+))?$/.exec(text) ?? [];
      const at = Date.parse(`${seconds.replace(' ', 'T')}${seconds.length === 10 ? '' : 'Z'}`);
      if (Number.isNaN(at)) return null;
      return (BigInt(at) * 1000n + BigInt(fraction.padEnd(6, '0'))) / unit;
    },
    literal: (number) => {
      const microseconds = number * unit;
      const below = ((microseconds % 1000n) + 1000n) % 1000n;
      const iso = new Date(Number((microseconds - below) / 1000n)).toISOString();
      return `'${(iso.replace('T', ' ').replace('Z', '') + String(below).padStart(3, '0')).slice(0, length)}'`;
    },
  };
}

/** From a blank to a tilde: no border of these ends in what padding would change. */
const [FIRST, DIGITS] = [0x20, 95n];
/** Characters behind what all keys begin with that are looked at. */
const LOOKED_AT = 8;

function textScale(low: string, high: string): KeyScale {
  let same = 0;
  while (same < low.length && low[same] === high[same]) same++;
  // No half of a character beyond 16 bits.
  if (/[\uD800-\uDBFF]$/.test(low.slice(0, same))) same--;
  const prefix = low.slice(0, same);
  return {
    numberOf: (text) => {
      let number = 0n;
      for (let at = same; at < same + LOOKED_AT; at++) {
        const digit = at < text.length ? text.charCodeAt(at) - FIRST : 0;
        number = number * DIGITS + BigInt(Math.max(0, Math.min(digit, Number(DIGITS) - 1)));
      }
      return number;
    },
    literal: (number) => {
      let text = '';
      for (let rest = number, at = 0; at < LOOKED_AT; at++, rest /= DIGITS) {
        text = String.fromCharCode(Number(rest % DIGITS) + FIRST) + text;
      }
      return string(prefix + text);
    },
  };
}
