import { TemplateError } from '../errors.js';
import { dictView } from './dict-view.js';
import { HostObject } from './host-object.js';
import { asNumber, type Int, primitive } from './number.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { Tuple } from './tuple.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** Pairs that one comparison may look at: lists that hold themselves twice would take for ever. */
const MOST_PAIRS = 2_000_000;

/** `left == right` as in Python. */
export function equals(left: Value, right: Value): boolean {
  return equalsWithin(left, right, { pairs: 0 });
}

function equalsWithin(left: Value, right: Value, seen: { pairs: number }): boolean {
  if (left === right) return !Number.isNaN(left);
  const host = hostsEqual(left, right) ?? hostsEqual(right, left);
  if (host !== undefined) return host;
  if (typeof left === 'string' || typeof right === 'string') return false;
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return sameNumber(primitive(a), primitive(b));
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (++seen.pairs > MOST_PAIRS) throw new TemplateError('LimitError', 'The values are too large to be compared');
  if (left instanceof Undefined) return right instanceof Undefined;
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right, seen);
  if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items, seen);
  if (left instanceof Range) return right instanceof Range && sameItems(left.items(), right.items(), seen);
  if (left instanceof PySet) {
    return right instanceof PySet && left.size === right.size && left.items().every((item) => right.has(item));
  }
  return sameDicts(left, right, seen);
}

/** What a host object says about itself and another value; undefined where it is none or says nothing. */
function hostsEqual(value: Value, other: Value): boolean | undefined {
  return value instanceof HostObject ? value.traits.equals?.(other) : undefined;
}

/** `===` would tell a bigint from a number of the same value. */
function sameNumber(left: Int, right: Int): boolean {
  return left <= right && left >= right;
}

function sameItems(left: readonly Value[], right: readonly Value[], seen: { pairs: number }): boolean {
  return left.length === right.length && left.every((item, i) => equalsWithin(item, right[i], seen));
}

function sameDicts(left: Value, right: Value, seen: { pairs: number }): boolean {
  const a = dictView(left);
  const b = dictView(right);
  if (a === undefined || b === undefined || a.size !== b.size) return false;
  return a.entries().every(([key, value]) => b.has(key) && equalsWithin(value, b.get(key), seen));
}
