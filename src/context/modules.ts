import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type Value } from '../jinja/index.js';
import { DateTime, dateTime, fieldsOf, fromCalendar, isZone } from './date-time.js';
import { ITERTOOLS } from './itertools.js';
import { RE_MODULE } from './re-module.js';
import { strptime } from './strptime.js';
import { timedelta } from './time-delta.js';
import { TimeZone, UTC } from './time-zone.js';

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
    strptime: hostFunction('strptime', ['text', 'format'], ([text, format]) =>
      fromCalendar(strptime(String(text), String(format)), null),
    ),
    fromisoformat: hostFunction('fromisoformat', ['text'], ([text]) => fromIso(String(text), false)),
    fromtimestamp: hostFunction('fromtimestamp', ['seconds', 'tz?'], ([seconds, zone]) =>
      isZone(zone)
        ? dateTime(new Date(Number(seconds) * 1000), zone)
        : dateTime(new Date(Number(seconds) * 1000), UTC).within(null),
    ),
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
  },
  call: hostFunction('date', ['year', 'month', 'day'], (args) => fromCalendar(numbers(args), null, true)),
});

function fromIso(text: string, dateOnly: boolean): DateTime {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|\+00:00)?)?$/.exec(text);
  if (match === null) throw new DvtError({ code: 'DVT2114', message: `Invalid isoformat string: '${text}'` });
  const fields = match.slice(1, 7).map((field) => Number(field ?? 0));
  return fromCalendar(
    [...fields, Number((match[7] ?? '').padEnd(6, '0'))],
    match[8] === undefined ? null : UTC,
    dateOnly,
  );
}

function numbers(args: readonly Value[]): readonly number[] {
  return args.map((value) => Number(value ?? 0));
}

function module(name: string, attributes: Readonly<Record<string, Value>>): HostObject {
  return new HostObject({ typeName: `module ${name}`, attributes });
}

/** `modules`: what dbt passes of Python's library. Times are in UTC. */
export const MODULES = module('modules', {
  datetime: module('datetime', {
    datetime: datetimeClass,
    date: dateClass,
    timedelta,
    timezone: module('timezone', { utc: UTC }),
  }),
  pytz: module('pytz', {
    utc: UTC,
    UTC,
    timezone: hostFunction('timezone', ['zone'], ([zone]) => new TimeZone(String(zone))),
  }),
  re: RE_MODULE,
  itertools: module('itertools', ITERTOOLS),
});
