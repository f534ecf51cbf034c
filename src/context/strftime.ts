/** A moment as a calendar and a clock show it, with the zone's offset; microseconds 0 to 999,999. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** minutes east of UTC; null = no zone is known */
  readonly offset: number | null;
  /** as `%Z` writes it: `CEST`; absent: it follows from the offset */
  readonly zoneName?: string;
}

/** from Sunday, as the C locale names them */
export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** as the C locale names them */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Formats as Python's `strftime` in the C locale (https://docs.python.org/3/library/datetime.html#format-codes). */
export function strftime(time: CalendarTime, format: string): string {
  return format.replace(/%(-?)([A-Za-z%])/g, (whole, unpadded: string, code: string) => {
    const text = CODES[code]?.(time);
    if (text === undefined) return whole;
    return unpadded ? text.replace(/^0+(?=\d)/, '') : text;
  });
}

const two = (value: number): string => String(value).padStart(2, '0');

const CODES: Readonly<Record<string, (time: CalendarTime) => string>> = {
  Y: (t) => String(t.year).padStart(4, '0'),
  y: (t) => two(t.year % 100),
  m: (t) => two(t.month),
  d: (t) => two(t.day),
  H: (t) => two(t.hour),
  I: (t) => two(t.hour % 12 || 12),
  M: (t) => two(t.minute),
  S: (t) => two(t.second),
  f: (t) => String(t.microsecond).padStart(6, '0'),
  p: (t) => (t.hour < 12 ? 'AM' : 'PM'),
  j: (t) => String(dayOfYear(t)).padStart(3, '0'),
  A: (t) => DAYS[weekday(t)]!,
  a: (t) => DAYS[weekday(t)]!.slice(0, 3),
  B: (t) => MONTHS[t.month - 1]!,
  b: (t) => MONTHS[t.month - 1]!.slice(0, 3),
  w: (t) => String(weekday(t)),
  u: (t) => String(weekday(t) || 7),
  U: (t) => two(Math.floor((dayOfYear(t) + 6 - weekday(t)) / 7)),
  W: (t) => two(Math.floor((dayOfYear(t) + 6 - ((weekday(t) + 6) % 7)) / 7)),
  G: (t) => String(isoYear(t)).padStart(4, '0'),
  V: (t) => two(isoWeek(t)),
  e: (t) => String(t.day).padStart(2),
  h: (t) => MONTHS[t.month - 1]!.slice(0, 3),
  D: (t) => strftime(t, '%m/%d/%y'),
  F: (t) => strftime(t, '%Y-%m-%d'),
  T: (t) => strftime(t, '%H:%M:%S'),
  R: (t) => strftime(t, '%H:%M'),
  n: () => '\n',
  t: () => '\t',
  z: (t) => formatOffset(t.offset, ''),
  Z: (t) => t.zoneName ?? (t.offset === null ? '' : t.offset === 0 ? 'UTC' : `UTC${formatOffset(t.offset, ':')}`),
  x: (t) => strftime(t, '%m/%d/%y'),
  X: (t) => strftime(t, '%H:%M:%S'),
  c: (t) => strftime(t, '%a %b %d %H:%M:%S %Y'),
  '%': () => '%',
};

/** `+0530`, or with a colon `+05:30`; '' where no zone is known. */
export function formatOffset(offset: number | null, separator: '' | ':'): string {
  if (offset === null) return '';
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

function utc(t: CalendarTime): number {
  return new Date(0).setUTCFullYear(t.year, t.month - 1, t.day);
}

/** The Thursday of a moment's week, which decides of what year the week is (ISO 8601). */
function thursday(t: CalendarTime): CalendarTime {
  const date = new Date(utc(t) + (4 - (weekday(t) || 7)) * 86_400_000);
  return { ...t, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const isoYear = (t: CalendarTime): number => thursday(t).year;
const isoWeek = (t: CalendarTime): number => Math.ceil(dayOfYear(thursday(t)) / 7);

/** 0 = Sunday */
function weekday(t: CalendarTime): number {
  return new Date(utc(t)).getUTCDay();
}

function dayOfYear(t: CalendarTime): number {
  return Math.round((utc(t) - utc({ ...t, month: 1, day: 1 })) / 86_400_000) + 1;
}
