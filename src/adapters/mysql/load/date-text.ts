import type { TextBuffer } from './text-buffer.js';

const DAY_MICROS = 86_400_000_000n;
const MINUS = 45;
const COLON = 58;
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;
const INFINITE = 'MySQL has no infinite dates';
const RANGE = 'MySQL keeps dates of the years 1 to 9999';

type Refuse = (value: unknown, reason: string) => never;

/** `YYYY-MM-DD` of days since 1970-01-01. */
export function writeDate(out: TextBuffer, days: number, refuse: Refuse): void {
  if (days === 2147483647 || days === -2147483647) refuse(days < 0 ? '-infinity' : 'infinity', INFINITE);
  // Days to civil date, after Howard Hinnant (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  if (days < FIRST_DAY || days > LAST_DAY) refuse(shown(year, month, day), RANGE);
  out.padded(year, 4);
  out.byte(MINUS);
  out.padded(month, 2);
  out.byte(MINUS);
  out.padded(day, 2);
}

/** A date outside of the years 1 to 9999, as DuckDB prints it. */
function shown(year: number, month: number, day: number): string {
  const [y, m, d] = [year > 0 ? year : 1 - year, month, day].map((part) => String(part).padStart(2, '0'));
  return `${y!.padStart(4, '0')}-${m}-${d}${year > 0 ? '' : ' (BC)'}`;
}

/** `YYYY-MM-DD hh:mm:ss[.ffffff]` of microseconds since 1970-01-01 00:00:00. */
export function writeTimestamp(out: TextBuffer, micros: bigint, refuse: Refuse): void {
  const ofDay = ((micros % DAY_MICROS) + DAY_MICROS) % DAY_MICROS;
  const days = (micros - ofDay) / DAY_MICROS;
  if (micros === 9223372036854775807n || micros === -9223372036854775807n) {
    refuse(micros < 0n ? '-infinity' : 'infinity', INFINITE);
  }
  writeDate(out, Number(days), refuse);
  out.byte(32);
  writeTime(out, Number(ofDay));
}

/** `hh:mm:ss[.ffffff]` of microseconds since midnight. */
export function writeTime(out: TextBuffer, micros: number): void {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = micros - seconds * 1_000_000;
  out.padded(Math.floor(seconds / 3600), 2);
  out.byte(COLON);
  out.padded(Math.floor(seconds / 60) % 60, 2);
  out.byte(COLON);
  out.padded(seconds % 60, 2);
  if (fraction > 0) {
    out.byte(46);
    out.padded(fraction, 6);
  }
}
