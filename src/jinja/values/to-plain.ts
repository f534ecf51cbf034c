import { PyDecimal } from './decimal.js';
import { DictItems } from './dict-items.js';
import { dictView } from './dict-view.js';
import { Generator } from './generator.js';
import { HostObject } from './host-object.js';
import { PyFloat } from './number.js';
import { toText } from './print.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { Tuple } from './tuple.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** A value as plain data of JavaScript: arrays, objects without prototype, numbers. Host objects stay as they are. */
export function toPlain(value: Value): unknown {
  if (value instanceof Undefined) return undefined;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof PyDecimal) return value.toDouble();
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Tuple || value instanceof DictItems) return value.items.map(toPlain);
  if (value instanceof PySet || value instanceof Range) return value.items().map(toPlain);
  if (value instanceof Generator) return value.take().map(toPlain);
  if (value instanceof HostObject) return value;
  const dict = dictView(value);
  if (dict === undefined) return value;
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, item] of dict.entries()) object[toText(key)] = toPlain(item);
  return object;
}
