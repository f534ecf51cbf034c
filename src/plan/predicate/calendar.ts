const DAY_MS = 86_400_000;
const DAY = 86_400_000_000n;
const FIRST_DAY = Date.UTC(2001, 0, 1) / DAY_MS - 730_485;
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS;

/** Days from 1970-01-01 to a canonical date. */
export function daysOf(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  const time = new Date(0);
  time.setUTCFullYear(year!, month! - 1, day!);
  return time.getTime() / DAY_MS;
}

/** The canonical text of a day; null outside the years 1 to 9999, which databases write in their own ways. */
export function dateOf(days: number): string | null {
  if (days < FIRST_DAY || days > LAST_DAY) return null;
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** Microseconds from 1970-01-01 to a canonical timestamp. */
export function microsecondsOf(timestamp: string): bigint {
  const [, date, hours, minutes, seconds, fraction = ''] = /^(\S+) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?/.exec(timestamp)!;
  const whole = BigInt(hours!) * 3600n + BigInt(minutes!) * 60n + BigInt(seconds!);
  return BigInt(daysOf(date!)) * DAY + whole * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

/** The canonical text of a timestamp; null outside the years 1 to 9999. */
export function timestampOf(microseconds: bigint): string | null {
  const remainder = ((microseconds % DAY) + DAY) % DAY;
  const date = dateOf(Number((microseconds - remainder) / DAY));
  if (date === null) return null;
  const seconds = remainder / 1_000_000n;
  const fraction = String(remainder % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, '0'));
  return `${date} ${parts.join(':')}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A timestamp that many months later, on the last day of the month where it has no such day. */
export function plusMonths(timestamp: string, months: number): string | null {
  const [year, month, day] = timestamp.slice(0, 10).split('-').map(Number);
  const count = year! * 12 + (month! - 1) + months;
  const last = new Date(0);
  last.setUTCFullYear(Math.floor(count / 12), (count % 12) + 1, 0);
  const date = dateOf(last.getTime() / DAY_MS - last.getUTCDate() + Math.min(day!, last.getUTCDate()));
  return date === null ? null : date + timestamp.slice(10);
}
