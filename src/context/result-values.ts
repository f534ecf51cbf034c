import { PyDecimal, PyFloat, toText, type Value } from '../jinja/index.js';
import type { ResultValue } from '../spi/result-table.js';
import { DateTime } from './date-time.js';
import { UTC } from './time-zone.js';

const FLOATING = /^(real|float|double)/i;

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?([+-]\d\d(?::?\d\d)?)?$/;

/**
 * A database's value as templates calculate with it: decimals and floating point are Python's `Decimal`, as agate has
 * them, dates and timestamps Python's. What has no such form (infinity, nanoseconds) stays as the database gives it.
 */
export function templateValue(value: ResultValue, type: string): Value {
  if (typeof value === 'number' && (!Number.isInteger(value) || FLOATING.test(type))) {
    return PyDecimal.parse(toText(PyFloat.of(value))) ?? value;
  }
  if (typeof value !== 'string') return value;
  if (/^u?hugeint/i.test(type) && /^-?\d+$/.test(value)) return BigInt(value);
  if (/^(numeric|decimal|number)/i.test(type)) return PyDecimal.parse(value) ?? value;
  return /^(date|timestamp)/i.test(type) ? moment(value, type) : value;
}

function moment(text: string, type: string): Value {
  const match = MOMENT.exec(text);
  if (match === null) return text;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((field) => Number(field ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  date.setUTCHours(hour!, minute!, second!);
  const local = BigInt(date.getTime()) * 1000n + BigInt(Number((match[7] ?? '').padEnd(6, '0')));
  if (/^date$/i.test(type)) return new DateTime(local, null, true);
  const offset = match[8];
  return offset === undefined ? new DateTime(local, null) : new DateTime(local - minutes(offset) * 60_000_000n, UTC);
}

function minutes(offset: string): bigint {
  const [, sign, hours, rest] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset)!;
  const total = Number(hours) * 60 + Number(rest ?? 0);
  return BigInt(sign === '-' ? -total : total);
}
