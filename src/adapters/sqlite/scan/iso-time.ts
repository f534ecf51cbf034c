const DAY_MS = 86_400_000;
const DAY_MICROS = 86_400_000_000n;

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})0*)?)?$/;
const ZONE = /(?:Z|([+-])(\d\d):?(\d\d))$/;

/** Days since 1970-01-01 of `YYYY-MM-DD`; null for any other text and for days that no month has. */
export function parseDate(text: string): number | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / DAY_MS;
}

/** Microseconds since midnight of `HH:MM[:SS[.ffffff]]`, 24:00:00 included; null for any other text. */
export function parseTime(text: string): bigint | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  const micros = Number((match[4] ?? '').padEnd(6, '0'));
  const total = BigInt(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros);
  return minutes < 60 && seconds < 60 && total <= DAY_MICROS ? total : null;
}

/** Microseconds since 1970 of a date, or of a date and a time parted by a blank or a T; null for any other text. */
export function parseTimestamp(text: string): bigint | null {
  const days = parseDate(text.slice(0, 10));
  if (days === null) return null;
  if (text.length === 10) return BigInt(days) * DAY_MICROS;
  if (text[10] !== ' ' && text[10] !== 'T') return null;
  const time = parseTime(text.slice(11));
  return time === null || time === DAY_MICROS ? null : BigInt(days) * DAY_MICROS + time;
}

/** Microseconds since 1970 UTC of a timestamp with `Z` or an offset; null for any other text. */
export function parseTimestamptz(text: string): bigint | null {
  const zone = ZONE.exec(text);
  if (!zone) return null;
  const at = parseTimestamp(text.slice(0, zone.index).trimEnd());
  if (at === null) return null;
  const minutes = Number(zone[2] ?? 0) * 60 + Number(zone[3] ?? 0);
  return at - BigInt(zone[1] === '-' ? -minutes : minutes) * 60_000_000n;
}
