import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { type CalendarTime, formatOffset, strftime } from './strftime.js';
import { TimeDelta } from './time-delta.js';

/** A `datetime` of Python, in UTC or without a zone. */
export class DateTime extends HostObject {
  constructor(
    /** microseconds since 1970-01-01 00:00:00 */
    readonly microseconds: bigint,
    /** false: without a zone */
    readonly utc: boolean,
    /** true: a `date`, which has no time */
    readonly dateOnly = false,
  ) {
    super({
      typeName: dateOnly ? 'datetime.date' : 'datetime.datetime',
      getAttribute: (name) => attribute(this, name),
      print: () => iso(this, ' '),
      equals: (other) => other instanceof DateTime && other.microseconds === microseconds,
      compare: (other) => (other instanceof DateTime ? Number(microseconds - other.microseconds) : undefined),
      operate: (operator, other, reflected) => operate(this, operator, other, reflected),
    });
  }

  get calendar(): CalendarTime {
    const day = 86_400_000_000n;
    const millis = new Date(Number((this.microseconds - mod(this.microseconds, 1000n)) / 1000n));
    return {
      year: millis.getUTCFullYear(),
      month: millis.getUTCMonth() + 1,
      day: millis.getUTCDate(),
      hour: millis.getUTCHours(),
      minute: millis.getUTCMinutes(),
      second: millis.getUTCSeconds(),
      microsecond: Number(mod(mod(this.microseconds, day), 1_000_000n)),
      offset: this.utc ? 0 : null,
    };
  }
}

/** A moment as Python's `datetime` in UTC. */
export function dateTime(date: Date): DateTime {
  return new DateTime(BigInt(date.getTime()) * 1000n, true);
}

/** The `datetime` of calendar fields; months and days start at 1. */
export function fromCalendar(fields: readonly number[], utc: boolean, dateOnly = false): DateTime {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0] = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return new DateTime(BigInt(date.getTime()) * 1000n + BigInt(microsecond), utc, dateOnly);
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'] as const;

function attribute(self: DateTime, name: string): Value | undefined {
  const { calendar } = self;
  if ((FIELDS as readonly string[]).includes(name)) return calendar[name as (typeof FIELDS)[number]];
  switch (name) {
    case 'strftime':
      return hostFunction(name, ['format'], ([format]) => strftime(calendar, String(format)));
    case 'isoformat':
      return hostFunction(name, ['sep?'], ([separator]) =>
        iso(self, separator === undefined ? 'T' : String(separator)),
      );
    case 'date':
      return hostFunction(name, [], () => fromCalendar([calendar.year, calendar.month, calendar.day], false, true));
    case 'timestamp':
      return hostFunction(name, [], () => Number(self.microseconds) / 1e6);
    case 'weekday':
      return hostFunction(name, [], () => Number(strftime(calendar, '%u')) - 1);
    case 'isoweekday':
      return hostFunction(name, [], () => Number(strftime(calendar, '%u')));
    case 'astimezone':
      return hostFunction(name, ['tz?'], () => new DateTime(self.microseconds, true));
    case 'replace':
      return hostFunction(name, [...FIELDS.map((field) => `${field}?`), 'tzinfo?'], (args) => {
        const fields = FIELDS.map((field, i) => (args[i] === undefined ? calendar[field] : Number(args[i])));
        const zone = args[FIELDS.length];
        return fromCalendar(fields, zone === undefined ? self.utc : zone !== null, self.dateOnly);
      });
    default:
      return undefined;
  }
}

function iso(self: DateTime, separator: string): string {
  const { calendar } = self;
  const date = strftime(calendar, '%Y-%m-%d');
  if (self.dateOnly) return date;
  const fraction = calendar.microsecond === 0 ? '' : strftime(calendar, '.%f');
  return `${date}${separator}${strftime(calendar, '%H:%M:%S')}${fraction}${formatOffset(calendar.offset, ':')}`;
}

function operate(self: DateTime, operator: string, other: Value, reflected: boolean): Value | undefined {
  if (other instanceof TimeDelta && (operator === '+' || (operator === '-' && !reflected))) {
    const delta = operator === '+' ? other.microseconds : -other.microseconds;
    return new DateTime(self.microseconds + delta, self.utc, self.dateOnly);
  }
  if (other instanceof DateTime && operator === '-' && !reflected) {
    return new TimeDelta(self.microseconds - other.microseconds);
  }
  return undefined;
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
