import { TemplateError, typeError } from '../errors.js';
import { roundTo } from '../operators/decimal-text.js';
import { optionalInt } from '../values/arguments.js';
import { PyDecimal } from '../values/decimal.js';
import type { NativeFunction } from '../values/native-function.js';
import { asNumber, isFloat, normalizeInt, PyFloat, toDouble } from '../values/number.js';
import { toText } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { filter } from './filter.js';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const PREFIXES: Readonly<Record<number, RegExp>> = { 2: /^0b_?/i, 8: /^0o_?/i, 16: /^0x_?/i };

/** The int that a text spells in a base, as Python's `int(text, base)`; undefined where it spells none. */
function intOf(text: string, base: number): number | bigint | undefined {
  const [, sign = '', body = ''] = /^([+-]?)([\s\S]*)$/.exec(text.trim()) ?? [];
  const digits = body.replace(PREFIXES[base] ?? '', '').toLowerCase();
  if (!/^[\da-z]+(_[\da-z]+)*$/.test(digits)) return undefined;
  let value = 0n;
  if (base === 10) {
    if (/[a-z]/.test(digits)) return undefined;
    value = BigInt(digits.replaceAll('_', ''));
  } else {
    for (const digit of digits.replaceAll('_', '')) {
      const number = DIGITS.indexOf(digit);
      if (number >= base) return undefined;
      value = value * BigInt(base) + BigInt(number);
    }
  }
  return normalizeInt(sign === '-' ? -value : value);
}

/** The double that a text spells, as Python's `float(text)`; undefined where it spells none. */
function floatOf(text: string): number | undefined {
  const trimmed = text
    .trim()
    .replace(/(\d)_(?=\d)/g, '$1')
    .toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (special !== null) {
    const value = special[2] === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -value : value;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

function toInt([value, fallback, base]: readonly Value[]): Value {
  if (value instanceof Undefined) value.fail();
  const otherwise = fallback === undefined ? 0 : fallback;
  if (value instanceof PyDecimal) return value.truncated();
  const number = asNumber(value);
  if (number !== undefined) {
    const double = toDouble(number);
    if (!isFloat(number)) return number;
    return Number.isFinite(double) ? normalizeInt(BigInt(Math.trunc(double))) : otherwise;
  }
  if (typeof value !== 'string') return otherwise;
  const parsed = intOf(value, optionalInt(base, 10));
  if (parsed !== undefined) return parsed;
  const float = floatOf(value);
  return float === undefined || !Number.isFinite(float) ? otherwise : normalizeInt(BigInt(Math.trunc(float)));
}

function toFloat([value, fallback]: readonly Value[]): Value {
  if (value instanceof Undefined) value.fail();
  if (value instanceof PyDecimal) return PyFloat.of(value.toDouble());
  const number = asNumber(value);
  const double = number === undefined ? (typeof value === 'string' ? floatOf(value) : undefined) : toDouble(number);
  if (double !== undefined) return PyFloat.of(double);
  return fallback === undefined ? PyFloat.of(0) : fallback;
}

function round([value, precision, method]: readonly Value[]): Value {
  const digits = optionalInt(precision, 0);
  const how = method ?? 'common';
  if (value instanceof Undefined) value.fail();
  if (value instanceof PyDecimal && how === 'common') return value.rounded(digits);
  const number = value instanceof PyDecimal ? PyFloat.of(value.toDouble()) : asNumber(value);
  if (number === undefined) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
  if (how === 'common') {
    if (!isFloat(number)) return digits >= 0 ? number : normalizeInt(BigInt(roundTo(toDouble(number), digits)));
    return PyFloat.of(roundTo(toDouble(number), digits));
  }
  if (how !== 'ceil' && how !== 'floor') {
    throw new TemplateError('TypeError', 'method must be common, ceil or floor');
  }
  const scale = 10 ** digits;
  return PyFloat.of(Math[how](toDouble(number) * scale) / scale);
}

function abs([value]: readonly Value[]): Value {
  if (value instanceof Undefined) value.fail();
  if (value instanceof PyDecimal) return value.abs();
  const number = asNumber(value);
  if (number === undefined) throw typeError(`bad operand type for abs(): '${typeName(value)}'`);
  if (isFloat(number)) return PyFloat.of(Math.abs(toDouble(number)));
  return number < 0 ? normalizeInt(-BigInt(number as number | bigint)) : number;
}

function fileSize([value, binary]: readonly Value[]): Value {
  if (value instanceof Undefined) value.fail();
  const number = typeof value === 'string' ? floatOf(value) : asNumber(value);
  if (number === undefined)
    throw new TemplateError(typeof value === 'string' ? 'ValueError' : 'TypeError', 'filesizeformat needs a number');
  const bytes = toDouble(number);
  const units = isTrue(binary ?? false)
    ? { base: 1024, names: ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'] }
    : { base: 1000, names: ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'] };
  if (bytes === 1) return '1 Byte';
  if (bytes < units.base) return `${toText(Math.trunc(bytes))} Bytes`;
  let power = 1;
  while (power < units.names.length && bytes >= units.base ** (power + 1)) power++;
  return `${(bytes / units.base ** power).toFixed(1)} ${units.names[power - 1]}`;
}

/** Filters that make or change numbers. */
export const NUMBER_FILTERS: readonly NativeFunction[] = [
  filter('int', ['default?', 'base?'], toInt),
  filter('float', ['default?'], toFloat),
  filter('round', ['precision?', 'method?'], round),
  filter('abs', [], abs),
  filter('filesizeformat', ['binary?'], fileSize),
];
