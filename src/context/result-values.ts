import type { Value } from '../jinja/index.js';
import type { ResultValue } from '../spi/result-table.js';
import { DateTime } from './date-time.js';
import { UTC } from './time-zone.js';

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?([+-]\d\d(?::?\d\d)?)?$/;

/**
 * A database's value as templates calculate with it: decimals that a number holds exactly are numbers, dates and
 * timestamps are Python's. What has no such form (infinity, nanoseconds, wider decimals) stays the database's text.
 */
export function templateValue(value: ResultValue, type: string): Value {
  if (typeof value !== 'string') return value;
  if (/^(numeric|decimal|hugeint|number)/i.test(type)) return decimal(value);
  return /^(date|timestamp)/i.test(type) ? moment(value, type) : value;
}

function decimal(text: string): Value {
  if (/^-?\d{1,15}(\.0*)?$/.test(text)) return Number(text);
  return /^-?\d{1,15}\.\d+$/.test(text) && text.replace(/\D/g, '').length <= 15 ? Number(text) : text;
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
