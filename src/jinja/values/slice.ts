import { typeError, valueError } from '../errors.js';
import { HostObject } from './host-object.js';
import { isInt } from './number.js';
import { Range } from './range.js';
import { characters } from './text.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** `value[start:stop:step]`; null stands for a bound that is left out. */
export function slice(value: Value, start: Value, stop: Value, step: Value): Value {
  if (value instanceof Undefined) value.fail();
  if (typeof value === 'string') return pick(characters(value), start, stop, step).join('');
  if (Array.isArray(value)) return pick(value, start, stop, step);
  if (value instanceof Tuple) return new Tuple(pick(value.items, start, stop, step));
  if (value instanceof Range) return pick(value.items(), start, stop, step);
  if (value instanceof HostObject && value.traits.getItem && value.traits.iterate && value.traits.length) {
    return new Tuple(pick([...value.traits.iterate()], start, stop, step));
  }
  throw typeError(`'${typeName(value)}' object is not subscriptable`);
}

function pick<T>(items: readonly T[], start: Value, stop: Value, step: Value): T[] {
  const stride = bound(step) ?? 1;
  if (stride === 0) throw valueError('slice step cannot be zero');
  const forward = stride > 0;
  const from = clamp(bound(start), items.length, forward, forward ? 0 : items.length - 1);
  const to = clamp(bound(stop), items.length, forward, forward ? items.length : -1);
  if (stride === 1) return items.slice(from, to);
  const picked: T[] = [];
  for (let i = from; forward ? i < to : i > to; i += stride) picked.push(items[i]!);
  return picked;
}

function bound(value: Value): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Undefined) value.fail();
  if (typeof value !== 'boolean' && !isInt(value)) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return Number(value);
}

function clamp(index: number | undefined, length: number, forward: boolean, fallback: number): number {
  if (index === undefined) return fallback;
  const absolute = index < 0 ? index + length : index;
  return forward ? Math.min(Math.max(absolute, 0), length) : Math.min(Math.max(absolute, -1), length - 1);
}
