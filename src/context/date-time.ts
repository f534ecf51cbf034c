import { DvtError } from '../core/errors.js';
import { HostObject, type Value } from '../jinja/index.js';
import { dateTimeAttribute } from './date-time-methods.js';
import { type CalendarTime, formatOffset, strftime } from './strftime.js';
import { TimeDelta } from './time-delta.js';
import type { Zone } from './zone.js';

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
      getAttribute: (name) => dateTimeAttribute(this, name),
      print: () => iso(this, ' '),
      repr: () => constructorCall(this),
      equals: (other) =>
        other instanceof DateTime && other.microseconds === microseconds && other.dateOnly === dateOnly,
      compare: (other) =>
        other instanceof DateTime && other.dateOnly === dateOnly && (other.zone === null) === (zone === null)
          ? Number(microseconds - other.microseconds)
          : undefined,
      operate: (operator, other, reflected) => operate(this, operator, other, reflected),
    });
  }

  /** Minutes east of UTC; null without a zone. */
  get offset(): number | null {
    return this.zone?.offset(Number(this.microseconds / 1000n)) ?? null;
  }

  /** Another calendar and clock. */
  made(fields: readonly number[], zone: Zone | null, dateOnly = false): DateTime {
    return fromCalendar(fields, zone, dateOnly);
  }

  /** The same moment in another zone. */
  seenFrom(zone: Zone): DateTime {
    return new DateTime(this.microseconds, zone);
  }

  /** As `isoformat` writes it; `timespec` says which part of the clock is the last. */
  iso(separator: string, timespec = 'auto'): string {
    return iso(this, separator, timespec);
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

  /** Formats as Python's `strftime`. */
  format(pattern: string): string {
    const zoneName = /%Z/.test(pattern) ? this.zone?.abbreviation?.(Number(this.microseconds / 1000n)) : undefined;
    return strftime(zoneName === undefined ? this.calendar : { ...this.calendar, zoneName }, pattern);
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
  if (month < 1 || month > 12) throw new DvtError({ code: 'DVT2114', message: 'month must be in 1..12' });
  if (date.getUTCDate() !== day) {
    throw new DvtError({ code: 'DVT2114', message: 'day is out of range for month' });
  }
  date.setUTCHours(hour, minute, second);
  const offset = zone?.offset(date.getTime() - zone.offset(date.getTime()) * 60_000) ?? 0;
  return new DateTime(BigInt(date.getTime() - offset * 60_000) * 1000n + BigInt(microsecond), zone, dateOnly);
}

function iso(self: DateTime, separator: string, timespec = 'auto'): string {
  const { calendar } = self;
  const date = strftime(calendar, '%Y-%m-%d');
  if (self.dateOnly) return date;
  const clock = CLOCKS[timespec === 'auto' ? (calendar.microsecond === 0 ? 'seconds' : 'microseconds') : timespec];
  if (clock === undefined) throw new DvtError({ code: 'DVT2114', message: `isoformat() with timespec '${timespec}'.` });
  const shown = strftime(calendar, clock).slice(0, timespec === 'milliseconds' ? -3 : undefined);
  return `${date}${separator}${shown}${formatOffset(calendar.offset, ':')}`;
}

const CLOCKS: Readonly<Record<string, string>> = {
  hours: '%H',
  minutes: '%H:%M',
  seconds: '%H:%M:%S',
  milliseconds: '%H:%M:%S.%f',
  microseconds: '%H:%M:%S.%f',
};

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

/** As Python writes it inside of a list: `datetime.date(2024, 1, 2)`. */
function constructorCall(self: DateTime): string {
  const fields = fieldsOf(self).slice(0, self.dateOnly ? 3 : 7);
  // Seconds and their fractions are left away where they are none.
  while (fields.length > 5 && fields.at(-1) === 0) fields.pop();
  const zone = self.zone === null ? '' : `, tzinfo=${zoneName(self.zone)}`;
  return `${self.traits.typeName}(${fields.join(', ')}${zone})`;
}

function zoneName({ name }: Zone): string {
  return name === 'UTC' ? 'datetime.timezone.utc' : `<DstTzInfo '${name}'>`;
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
