import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { DateTime, dateTime, fieldsOf, fromCalendar } from './date-time.js';
import { EPOCH_ORDINAL } from './date-time-methods.js';
import { ITERTOOLS } from './itertools.js';
import { RE_MODULE } from './re-module.js';
import { strptime } from './strptime.js';
import { timedelta } from './time-delta.js';
import { TimeOfDay, timeClass } from './time-of-day.js';
import { fixedZone, TimeZone, UTC } from './time-zone.js';
import { isZone } from './zone.js';

/** The current time in UTC; Python's `now()` would depend on the machine's zone. */
function now(zone: Value): DateTime {
  const moment = dateTime(new Date(), UTC);
  return isZone(zone) ? new DateTime(moment.microseconds, zone) : moment.within(null);
}

const DATETIME_FIELDS = ['year', 'month', 'day', 'hour?', 'minute?', 'second?', 'microsecond?'];

const datetimeClass = new HostObject({
  typeName: 'type',
  attributes: {
    now: hostFunction('now', ['tz?'], ([zone]) => now(zone)),
    utcnow: hostFunction('utcnow', [], () => now(null)),
    today: hostFunction('today', [], () => now(null)),
    strptime: hostFunction('strptime', ['text', 'format'], ([text, format]) => {
      const { fields, offset } = strptime(String(text), String(format));
      return fromCalendar(fields, offset === null ? null : fixedZone(offset));
    }),
    fromisoformat: hostFunction('fromisoformat', ['text'], ([text]) => fromIso(String(text), false)),
    fromtimestamp: hostFunction('fromtimestamp', ['seconds', 'tz?'], ([seconds, zone]) =>
      isZone(zone) ? moment(seconds).seenFrom(zone) : moment(seconds).within(null),
    ),
    utcfromtimestamp: hostFunction('utcfromtimestamp', ['seconds'], ([seconds]) => moment(seconds).within(null)),
    fromordinal: hostFunction('fromordinal', ['ordinal'], ([ordinal]) => fromOrdinal(Number(ordinal), false)),
    combine: hostFunction('combine', ['date', 'time', 'tzinfo?'], ([date, time, zone]) => {
      if (!(date instanceof DateTime && time instanceof TimeOfDay)) {
        throw new DvtError({ code: 'DVT2114', message: 'combine() takes a date and a time.' });
      }
      return fromCalendar([...fieldsOf(date).slice(0, 3), ...time.fields], isZone(zone) ? zone : null);
    }),
    min: fromCalendar([1, 1, 1], null),
    max: fromCalendar([9999, 12, 31, 23, 59, 59, 999_999], null),
  },
  call: hostFunction('datetime', [...DATETIME_FIELDS, 'tzinfo?'], (args) =>
    fromCalendar(numbers(args.slice(0, 7)), isZone(args[7]) ? args[7] : null),
  ),
});

const dateClass = new HostObject({
  typeName: 'type',
  attributes: {
    today: hostFunction('today', [], () => fromCalendar(fieldsOf(now(null)).slice(0, 3), null, true)),
    fromisoformat: hostFunction('fromisoformat', ['text'], ([text]) => fromIso(String(text), true)),
    fromordinal: hostFunction('fromordinal', ['ordinal'], ([ordinal]) => fromOrdinal(Number(ordinal), true)),
    fromtimestamp: hostFunction('fromtimestamp', ['seconds'], ([seconds]) =>
      fromCalendar(fieldsOf(moment(seconds)).slice(0, 3), null, true),
    ),
    min: fromCalendar([1, 1, 1], null, true),
    max: fromCalendar([9999, 12, 31], null, true),
  },
  call: hostFunction('date', ['year', 'month', 'day'], (args) => fromCalendar(numbers(args), null, true)),
});

function moment(seconds: Value): DateTime {
  return new DateTime(BigInt(Math.round(Number(seconds) * 1e6)), UTC);
}

function fromOrdinal(ordinal: number, dateOnly: boolean): DateTime {
  return new DateTime(BigInt(ordinal - EPOCH_ORDINAL) * 86_400_000_000n, null, dateOnly);
}

const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

function fromIso(text: string, dateOnly: boolean): DateTime {
  const match = ISO.exec(text);
  if (match === null || (dateOnly && match[4] !== undefined)) {
    throw new DvtError({ code: 'DVT2114', message: `Invalid isoformat string: '${text}'` });
  }
  const fields = match.slice(1, 7).map((field) => Number(field ?? 0));
  const microseconds = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const offset = match[8];
  return fromCalendar([...fields, microseconds], offset === undefined ? null : fixedZone(minutesOf(offset)), dateOnly);
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return offset.startsWith('-') ? -minutes : minutes;
}

function numbers(args: readonly Value[]): readonly number[] {
  return args.map((value) => Number(value ?? 0));
}

function module(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  getAttribute: (name: string) => Value | undefined = () => undefined,
): HostObject {
  return new HostObject({ typeName: `module ${name}`, attributes, getAttribute });
}

/** Names of all zones that there are. */
function zoneNames(name: string): Value | undefined {
  return name === 'all_timezones' || name === 'common_timezones' ? Intl.supportedValuesOf('timeZone') : undefined;
}

/** `modules`: what dbt passes of Python's library. Times are in UTC. */
export const MODULES = module('modules', {
  datetime: module('datetime', {
    datetime: datetimeClass,
    date: dateClass,
    timedelta,
    time: timeClass,
    tzinfo: new HostObject({ typeName: 'type' }),
    timezone: module('timezone', { utc: UTC }),
  }),
  pytz: module(
    'pytz',
    {
      utc: UTC,
      UTC,
      timezone: hostFunction('timezone', ['zone'], ([zone]) => new TimeZone(String(zone))),
      FixedOffset: hostFunction('FixedOffset', ['offset'], ([minutes]) => fixedZone(Number(minutes))),
    },
    zoneNames,
  ),
  re: RE_MODULE,
  itertools: module('itertools', ITERTOOLS),
});
