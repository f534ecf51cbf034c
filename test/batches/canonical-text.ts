import type { ColumnType } from '#dvt/spi/column-type.js';
import type { BatchValue } from './decode-batch.js';

const INFINITY_DAYS = 2147483647;
const INFINITY_MICROS = 9223372036854775807n;
const DAY_MICROS = 86_400_000_000n;

/**
 * A batch's value as text: digits for numbers (decimals with their whole scale), ISO 8601 for dates and times with ` BC`
 * after years before 1 and the fraction of a second without trailing zeros, `+00` after timestamptz, lower-case hex
 * for blob, `true` and `false`, `<months> <days> <microseconds>` for interval; null for NULL.
 */
export function canonicalText(type: ColumnType, value: BatchValue): string | null {
  if (value === null) return null;
  switch (type.kind) {
    case 'decimal':
      return decimalText(value as bigint, type.scale);
    case 'float32':
      return floatText(value as number, Math.fround);
    case 'float64':
      return floatText(value as number, (number) => number);
    case 'date':
      return dateText(value as number);
    case 'time':
      return timeText(value as bigint);
    case 'timestamp':
      return timestampText(value as bigint);
    case 'timestamptz': {
      const text = timestampText(value as bigint);
      return text.endsWith('infinity') ? text : text.replace(/( BC)?$/, '+00$1');
    }
    case 'uuid':
      return (value as bigint)
        .toString(16)
        .padStart(32, '0')
        .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    case 'blob':
      return (value as Buffer).toString('hex');
    case 'interval': {
      const { months, days, micros } = value as { months: number; days: number; micros: bigint };
      return `${months} ${days} ${micros}`;
    }
    default:
      return String(value);
  }
}

function decimalText(scaled: bigint, scale: number): string {
  const sign = scaled < 0n ? '-' : '';
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest digits that give the value back in its own width. */
function floatText(value: number, round: (number: number) => number): string {
  if (Object.is(value, -0)) return '-0';
  for (let precision = 1; precision <= 17; precision++) {
    const short = Number(value.toPrecision(precision));
    if (round(short) === value) return String(short);
  }
  return String(value);
}

function dateText(days: number): string {
  if (days === INFINITY_DAYS) return 'infinity';
  if (days === -INFINITY_DAYS) return '-infinity';
  const { year, rest } = yearOf(days);
  return year > 0 ? `${pad(year, 4)}${rest}` : `${pad(1 - year, 4)}${rest} BC`;
}

function timestampText(micros: bigint): string {
  if (micros === INFINITY_MICROS) return 'infinity';
  if (micros === -INFINITY_MICROS) return '-infinity';
  const ofDay = ((micros % DAY_MICROS) + DAY_MICROS) % DAY_MICROS;
  const date = dateText(Number((micros - ofDay) / DAY_MICROS));
  return date.replace(/( BC)?$/, ` ${timeText(ofDay)}$1`);
}

function timeText(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const fraction = (micros % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(Number(part), 2)).join(':');
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Proleptic Gregorian, beyond the range of Date: moved by whole cycles of 400 years (146,097 days). */
function yearOf(days: number): { year: number; rest: string } {
  const cycles = Math.floor(days / 146_097);
  const date = new Date((days - cycles * 146_097) * 86_400_000);
  const rest = `-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  return { year: date.getUTCFullYear() + cycles * 400, rest };
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
