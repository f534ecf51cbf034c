import type { ColumnType } from '../../../spi/column-type.js';

const DAY = 86_400_000_000n;
const LARGEST_TIME = DAY;

/** The value cannot be held by the type; the message ends a sentence about it. */
export class Unfit extends Error {}

/**
 * The server's text of a value in the form that `putValue` takes, checked in full. Used where the user asked for another
 * type and where the server sends another than its catalog says. Throws `Unfit`.
 */
export function parseText(bytes: Buffer, type: ColumnType): unknown {
  if (type.kind === 'varchar' || type.kind === 'json' || type.kind === 'blob') return Buffer.from(bytes);
  const text = bytes.toString('latin1').trim();
  switch (type.kind) {
    case 'boolean':
      return parseBoolean(text);
    case 'float32':
    case 'float64':
      return parseFloating(text, type.kind);
    case 'decimal':
      return parseDecimal(text, type.precision, type.scale);
    case 'date':
      return parseDays(text);
    case 'timestamp':
    case 'timestamptz':
      return parseMicroseconds(text);
    case 'time': {
      const time = parseTime(text);
      if (time < 0n || time > LARGEST_TIME) throw new Unfit('is not a time of day');
      return time;
    }
    case 'interval':
      return [0, 0, parseTime(text)];
    case 'uuid':
      return parseUuid(text);
    default:
      return parseInteger(text, type);
  }
}

function parseBoolean(text: string): boolean {
  const value = { '0': false, '1': true, false: false, true: true }[text.toLowerCase()];
  if (value === undefined) throw new Unfit('is neither 0 nor 1');
  return value;
}

function parseInteger(text: string, type: ColumnType): bigint {
  const match = /^([+-]?\d+)(?:\.0*)?$/.exec(text);
  if (!match) throw new Unfit(`is not of the type ${type.kind}`);
  return BigInt(match[1]!.replace(/^\+/, ''));
}

function parseFloating(text: string, kind: 'float32' | 'float64'): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Unfit('is not a number');
  const value = Number(text);
  if (!Number.isFinite(kind === 'float32' ? Math.fround(value) : value)) throw new Unfit(`is out of range for ${kind}`);
  return value;
}

/** Scaled integer; more decimals than the scale are rounded half away from zero, as SQL casts do. */
function parseDecimal(text: string, precision: number, scale: number): bigint {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(text);
  if (!match || `${match[2]}${match[3] ?? ''}` === '') throw new Unfit('is not a decimal number');
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2] + fraction);
  const shift = scale - fraction.length + Number(match[4] ?? 0);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  if (value >= 10n ** BigInt(precision)) throw new Unfit(`does not fit decimal(${precision},${scale})`);
  return match[1] === '-' ? -value : value;
}

function roundedQuotient(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return (value % divisor) * 2n >= divisor ? quotient + 1n : quotient;
}

/** Days since 1970-01-01. */
function parseDays(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: 00:00:00(?:\.0*)?)?$/.exec(text);
  if (!match) throw new Unfit('is not a date');
  return daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month === 0 || day === 0 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new Unfit('is not a date of the calendar');
  }
  return date.getTime() / 86_400_000;
}

function parseMicroseconds(text: string): bigint {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?))?$/.exec(text);
  if (!match) throw new Unfit('is not a timestamp');
  const days = daysOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return BigInt(days) * DAY + (match[4] === undefined ? 0n : parseTime(match[4]));
}

/** Microseconds of `[-]h:mm:ss[.ffffff]`, hours up to 838. */
function parseTime(text: string): bigint {
  const match = /^(-?)(\d{1,3}):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) throw new Unfit('is not a time');
  const [, sign, hours, minutes, seconds, fraction = ''] = match;
  const whole = BigInt(hours!) * 3600n + BigInt(minutes!) * 60n + BigInt(seconds!);
  const micros = whole * 1_000_000n + BigInt(fraction.padEnd(6, '0') || '0');
  return sign === '-' ? -micros : micros;
}

/** As DuckDB stores a UUID: a signed number whose top bit is flipped. */
function parseUuid(text: string): bigint {
  const digits = text.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw new Unfit('is not a UUID');
  return BigInt.asIntN(128, BigInt(`0x${digits}`) ^ (1n << 127n));
}
