import { hostFunction, PyFloat, type Value } from '../jinja/index.js';
import type { DateTime } from './date-time.js';
import { namedFields } from './named-fields.js';
import { strftime } from './strftime.js';
import { TimeDelta } from './time-delta.js';
import { timeOfDay } from './time-of-day.js';
import { UTC } from './time-zone.js';
import { isZone } from './zone.js';

const DATE_FIELDS = ['year', 'month', 'day'] as const;
const TIME_FIELDS = ['hour', 'minute', 'second', 'microsecond'] as const;
const MILLISECONDS_A_DAY = 86_400_000;
/** What `toordinal` says of 1970-01-01; the first day of the year 1 is 1. */
export const EPOCH_ORDINAL = 719_163;

/** An attribute or method of Python's `datetime` or `date`; undefined where there is none of that name. */
export function dateTimeAttribute(self: DateTime, name: string): Value | undefined {
  const { calendar } = self;
  const field = [...DATE_FIELDS, ...(self.dateOnly ? [] : TIME_FIELDS)].find((one) => one === name);
  if (field !== undefined) return calendar[field];
  const method = Object.hasOwn(BOTH, name)
    ? BOTH[name]
    : !self.dateOnly && Object.hasOwn(WITH_TIME, name)
      ? WITH_TIME[name]
      : undefined;
  if (method !== undefined) return method(self, name);
  return !self.dateOnly && name === 'tzinfo' ? self.zone : undefined;
}

type Method = (self: DateTime, name: string) => Value;

const BOTH: Readonly<Record<string, Method>> = {
  strftime: (self, name) => hostFunction(name, ['format'], ([format]) => self.format(String(format))),
  isoformat: (self, name) =>
    hostFunction(name, self.dateOnly ? [] : ['sep?', 'timespec?'], ([separator, spec]) =>
      self.iso(separator === undefined ? 'T' : String(separator), spec === undefined ? 'auto' : String(spec)),
    ),
  weekday: (self, name) => hostFunction(name, [], () => isoWeekday(self) - 1),
  isoweekday: (self, name) => hostFunction(name, [], () => isoWeekday(self)),
  isocalendar: (self, name) =>
    hostFunction(name, [], () => {
      const [year, week] = [strftime(self.calendar, '%G'), strftime(self.calendar, '%V')].map(Number);
      return namedFields('datetime.IsoCalendarDate', { year, week, weekday: isoWeekday(self) });
    }),
  toordinal: (self, name) => hostFunction(name, [], () => dayNumber(self) + EPOCH_ORDINAL),
  ctime: (self, name) =>
    hostFunction(name, [], () => {
      const day = String(self.calendar.day).padStart(2);
      return `${strftime(self.calendar, '%a %b')} ${day} ${strftime(self.calendar, '%H:%M:%S %Y')}`;
    }),
  timetuple: (self, name) =>
    hostFunction(name, [], () => {
      const [year, month, day, hour, minute, second] = fieldsOf(self);
      return namedFields('time.struct_time', {
        tm_year: year,
        tm_mon: month,
        tm_mday: day,
        tm_hour: hour,
        tm_min: minute,
        tm_sec: second,
        tm_wday: isoWeekday(self) - 1,
        tm_yday: Number(strftime(self.calendar, '%j')),
        tm_isdst: self.zone === null ? -1 : 0,
      });
    }),
  replace: (self, name) => {
    const fields = self.dateOnly ? DATE_FIELDS : [...DATE_FIELDS, ...TIME_FIELDS];
    const parameters = fields.map((field) => `${field}?`);
    return hostFunction(name, self.dateOnly ? parameters : [...parameters, 'tzinfo?'], (args) => {
      const values = fields.map((field, i) => (args[i] === undefined ? self.calendar[field] : Number(args[i])));
      const zone = args[fields.length];
      return self.made(values, zone === undefined ? self.zone : isZone(zone) ? zone : null, self.dateOnly);
    });
  },
};

const WITH_TIME: Readonly<Record<string, Method>> = {
  date: (self, name) => hostFunction(name, [], () => self.made(fieldsOf(self).slice(0, 3), null, true)),
  time: (self, name) => hostFunction(name, [], () => timeOfDay(fieldsOf(self).slice(3))),
  timestamp: (self, name) => hostFunction(name, [], () => PyFloat.of(Number(self.microseconds) / 1e6)),
  astimezone: (self, name) => hostFunction(name, ['tz?'], ([zone]) => self.seenFrom(isZone(zone) ? zone : UTC)),
  tzname: (self, name) => hostFunction(name, [], () => (self.zone === null ? null : self.format('%Z'))),
  utcoffset: (self, name) =>
    hostFunction(name, [], () => (self.offset === null ? null : new TimeDelta(BigInt(self.offset) * 60_000_000n))),
};

/** 1 = Monday */
function isoWeekday({ calendar }: DateTime): number {
  return Number(strftime(calendar, '%u'));
}

/** Days since 1970-01-01 by the calendar. */
function dayNumber({ calendar }: DateTime): number {
  return new Date(0).setUTCFullYear(calendar.year, calendar.month - 1, calendar.day) / MILLISECONDS_A_DAY;
}

function fieldsOf({ calendar: c }: DateTime): readonly number[] {
  return [c.year, c.month, c.day, c.hour, c.minute, c.second, c.microsecond];
}
