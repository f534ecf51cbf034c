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
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
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
  z: (t) => formatOffset(t.offset, ''),
  Z: (t) => (t.offset === null ? '' : t.offset === 0 ? 'UTC' : `UTC${formatOffset(t.offset, ':')}`),
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

/** 0 = Sunday */
function weekday(t: CalendarTime): number {
  return new Date(utc(t)).getUTCDay();
}

function dayOfYear(t: CalendarTime): number {
  return Math.round((utc(t) - utc({ ...t, month: 1, day: 1 })) / 86_400_000) + 1;
}
