/** An interval's parts, as DuckDB keeps them. */
export interface Interval {
  readonly months: number;
  readonly days: number;
  readonly microseconds: bigint;
}

const UNIT_MONTHS: Readonly<Record<string, number>> = { year: 12, month: 1 };

/** The canonical text of what DuckDB prints of an interval: `1 year 2 months -3 days 04:05:06.7`; null for other texts. */
export function intervalText(printed: string): string | null {
  let [months, days, microseconds] = [0, 0, 0n];
  let rest = printed.trim();
  for (;;) {
    const part = /^(-?\d+) (year|month|day)s?(?: |$)/.exec(rest);
    if (part === null) break;
    const count = Number(part[1]);
    if (part[2] === 'day') days += count;
    else months += count * UNIT_MONTHS[part[2]!]!;
    rest = rest.slice(part[0].length);
  }
  if (rest !== '') {
    const time = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(rest);
    if (time === null) return null;
    const [, sign, hours, minutes, seconds, fraction = ''] = time;
    const whole = BigInt(hours!) * 3600n + BigInt(minutes!) * 60n + BigInt(seconds!);
    microseconds = whole * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
    if (sign === '-') microseconds = -microseconds;
  }
  return `${months} ${days} ${microseconds}`;
}

/** The parts of an interval's canonical text. */
export function intervalOf(text: string): Interval {
  const [months, days, microseconds] = text.split(' ');
  return { months: Number(months), days: Number(days), microseconds: BigInt(microseconds!) };
}
