import { DvtError } from '../core/errors.js';
import { HostObject, hostFunction, type NativeFunction, type Value } from '../jinja/index.js';
import { type DateTime, dateTime, fromCalendar } from './date-time.js';
import { RE_MODULE } from './re-module.js';
import { strptime } from './strptime.js';
import { timedelta } from './time-delta.js';

const UTC = new HostObject({ typeName: 'UTC', print: () => 'UTC' });

/** The current time in UTC; Python's `now()` would depend on the machine's zone. */
function now(utc: boolean): DateTime {
  const moment = dateTime(new Date());
  return utc ? moment : fromCalendar(fieldsOf(moment), false);
}

function fieldsOf({ calendar: c }: DateTime): readonly number[] {
  return [c.year, c.month, c.day, c.hour, c.minute, c.second, c.microsecond];
}

const DATETIME_FIELDS = ['year', 'month', 'day', 'hour?', 'minute?', 'second?', 'microsecond?'];

const datetimeClass = new HostObject({
  typeName: 'type',
  attributes: {
    now: hostFunction('now', ['tz?'], ([zone]) => now((zone ?? null) !== null)),
    utcnow: hostFunction('utcnow', [], () => now(false)),
    today: hostFunction('today', [], () => now(false)),
    strptime: hostFunction('strptime', ['text', 'format'], ([text, format]) =>
      fromCalendar(strptime(String(text), String(format)), false),
    ),
    fromisoformat: hostFunction('fromisoformat', ['text'], ([text]) => fromIso(String(text), false)),
    fromtimestamp: hostFunction('fromtimestamp', ['seconds', 'tz?'], ([seconds, zone]) =>
      fromCalendar(fieldsOf(dateTime(new Date(Number(seconds) * 1000))), (zone ?? null) !== null),
    ),
  },
  call: hostFunction('datetime', [...DATETIME_FIELDS, 'tzinfo?'], (args) =>
    fromCalendar(numbers(args.slice(0, 7)), (args[7] ?? null) !== null),
  ),
});

const dateClass = new HostObject({
  typeName: 'type',
  attributes: {
    today: hostFunction('today', [], () => fromCalendar(fieldsOf(now(false)).slice(0, 3), false, true)),
    fromisoformat: hostFunction('fromisoformat', ['text'], ([text]) => fromIso(String(text), true)),
  },
  call: hostFunction('date', ['year', 'month', 'day'], (args) => fromCalendar(numbers(args), false, true)),
});

function fromIso(text: string, dateOnly: boolean): DateTime {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|\+00:00)?)?$/.exec(text);
  if (match === null) throw new DvtError({ code: 'DVT2114', message: `Invalid isoformat string: '${text}'` });
  const fields = match.slice(1, 7).map((field) => Number(field ?? 0));
  return fromCalendar([...fields, Number((match[7] ?? '').padEnd(6, '0'))], match[8] !== undefined, dateOnly);
}

function numbers(args: readonly Value[]): readonly number[] {
  return args.map((value) => Number(value ?? 0));
}

function utcOnly(name: string): NativeFunction {
  return hostFunction(name, ['zone'], ([zone]) => {
    if (String(zone).toUpperCase() === 'UTC') return UTC;
    throw new DvtError({
      code: 'DVT2114',
      message: `dvt's templates know the time zone UTC alone, not '${String(zone)}'.`,
    });
  });
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
  pytz: module('pytz', { utc: UTC, UTC, timezone: utcOnly('timezone') }),
  re: RE_MODULE,
});
