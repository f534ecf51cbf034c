import { TemplateError, typeError } from '../errors.js';
import { equals } from './equal.js';
import { HostObject } from './host-object.js';
import { asNumber, primitive } from './number.js';
import { characters } from './text.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** Negative, zero or positive as `left` comes before, with or after `right`; NaN where neither holds. */
export function compare(left: Value, right: Value, operator = '<'): number {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) {
    const x = primitive(a);
    const y = primitive(b);
    if (x < y) return -1;
    if (x > y) return 1;
    return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : 0;
  }
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  if (left instanceof Undefined) left.fail();
  if (right instanceof Undefined) right.fail();
  if (Array.isArray(left) && Array.isArray(right)) return compareItems(left, right, operator);
  if (left instanceof Tuple && right instanceof Tuple) return compareItems(left.items, right.items, operator);
  const order = compareHosts(left, right);
  if (order !== undefined) return order;
  throw typeError(`'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`);
}

/** By code points, where JavaScript's own order is by code units. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  if (!/[\ud800-\udfff]/.test(left + right)) return left < right ? -1 : 1;
  const a = characters(left);
  const b = characters(right);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]!.codePointAt(0)! - b[i]!.codePointAt(0)!;
  }
  return a.length - b.length;
}

function compareItems(left: readonly Value[], right: readonly Value[], operator: string): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (!equals(left[i], right[i])) return compare(left[i], right[i], operator);
  }
  return left.length - right.length;
}

function compareHosts(left: Value, right: Value): number | undefined {
  if (left instanceof HostObject) {
    const order = left.traits.compare?.(right);
    if (order !== undefined) return order;
  }
  const order = right instanceof HostObject ? right.traits.compare?.(left) : undefined;
  return order === undefined ? undefined : -order;
}

/** The items in ascending (or with `reverse` descending) order of their keys; equal ones keep their order. */
export function sortBy(items: readonly Value[], keys: readonly Value[], reverse: boolean): Value[] {
  const sign = reverse ? -1 : 1;
  try {
    const order = items.map((_, i) => i).sort((x, y) => sign * compare(keys[x], keys[y]) || x - y);
    return order.map((i) => items[i]);
  } catch (error) {
    if (error instanceof TemplateError && error.kind === 'TypeError') {
      throw new TemplateError('TypeError', error.message, 'All items must be of one type to be sorted.');
    }
    throw error;
  }
}
