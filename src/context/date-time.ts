import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { type CalendarTime, formatOffset, strftime } from './strftime.js';
import { TimeDelta } from './time-delta.js';

/** What a moment needs to know of its zone. */
export interface Zone {
  /** as IANA calls it: `Europe/Berlin` */
  readonly name: string;
  /** minutes east of UTC at a moment, in milliseconds since 1970 */
  offset(milliseconds: number): number;
}

/** A `datetime` of Python, with a zone or without one. */
export class DateTime extends HostObject {
  constructor(
    /** microseconds since 1970-01-01 00:00:00, of UTC where there is a zone, else of whatever clock it was read from */
    readonly microseconds: bigint,
    readonly zone: Zone | null,
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

  /** Minutes east of UTC; null without a zone. */
  get offset(): number | null {
    return this.zone?.offset(Number(this.microseconds / 1000n)) ?? null;
  }

  /** The same calendar and clock in a zone. */
  within(zone: Zone | null): DateTime {
    return fromCalendar(fieldsOf(this), zone, this.dateOnly);
  }

  get calendar(): CalendarTime {
    const day = 86_400_000_000n;
    const { offset } = this;
    const local = this.microseconds + BigInt(offset ?? 0) * 60_000_000n;
    const millis = new Date(Number((local - mod(local, 1000n)) / 1000n));
    return {
      year: millis.getUTCFullYear(),
      month: millis.getUTCMonth() + 1,
      day: millis.getUTCDate(),
      hour: millis.getUTCHours(),
      minute: millis.getUTCMinutes(),
      second: millis.getUTCSeconds(),
      microsecond: Number(mod(mod(local, day), 1_000_000n)),
      offset,
    };
  }
}

/** A moment as Python's `datetime` in a zone. */
export function dateTime(date: Date, zone: Zone): DateTime {
  return new DateTime(BigInt(date.getTime()) * 1000n, zone);
}

/** Year to microsecond as the calendar and the clock show them. */
export function fieldsOf({ calendar: c }: DateTime): readonly number[] {
  return [c.year, c.month, c.day, c.hour, c.minute, c.second, c.microsecond];
}

/** The `datetime` of calendar fields; months and days start at 1. */
export function fromCalendar(fields: readonly number[], zone: Zone | null, dateOnly = false): DateTime {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0] = fields;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const offset = zone?.offset(date.getTime() - zone.offset(date.getTime()) * 60_000) ?? 0;
  return new DateTime(BigInt(date.getTime() - offset * 60_000) * 1000n + BigInt(microsecond), zone, dateOnly);
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
      return hostFunction(name, [], () => fromCalendar([calendar.year, calendar.month, calendar.day], null, true));
    case 'timestamp':
      return hostFunction(name, [], () => Number(self.microseconds) / 1e6);
    case 'weekday':
      return hostFunction(name, [], () => Number(strftime(calendar, '%u')) - 1);
    case 'isoweekday':
      return hostFunction(name, [], () => Number(strftime(calendar, '%u')));
    case 'astimezone':
      return hostFunction(name, ['tz?'], ([zone]) => new DateTime(self.microseconds, isZone(zone) ? zone : self.zone));
    case 'replace':
      return hostFunction(name, [...FIELDS.map((field) => `${field}?`), 'tzinfo?'], (args) => {
        const fields = FIELDS.map((field, i) => (args[i] === undefined ? calendar[field] : Number(args[i])));
        const zone = args[FIELDS.length];
        return fromCalendar(fields, zone === undefined ? self.zone : isZone(zone) ? zone : null, self.dateOnly);
      });
    case 'time':
      return hostFunction(name, [], () => strftime(calendar, calendar.microsecond === 0 ? '%H:%M:%S' : '%H:%M:%S.%f'));
    case 'tzinfo':
      return self.zone;
    case 'utcoffset':
      return hostFunction(name, [], () =>
        self.offset === null ? null : new TimeDelta(BigInt(self.offset) * 60_000_000n),
      );
    default:
      return undefined;
  }
}

/** Whether a value can stand for a zone. */
export function isZone(value: Value): value is Value & Zone {
  return value instanceof HostObject && value.traits.typeName === 'tzinfo';
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
    return new DateTime(self.microseconds + delta, self.zone, self.dateOnly);
  }
  if (other instanceof DateTime && operator === '-' && !reflected) {
    return new TimeDelta(self.microseconds - other.microseconds);
  }
  return undefined;
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
