import { DictItems } from './dict-items.js';
import { dictView } from './dict-view.js';
import { HostObject } from './host-object.js';
import { PyFloat } from './number.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { Tuple } from './tuple.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** Whether `if value` holds, as in Python. */
export function isTrue(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value) || Number.isNaN(value);
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Undefined) return false;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof Tuple || value instanceof DictItems) return value.items.length > 0;
  if (value instanceof PySet) return value.size > 0;
  if (value instanceof Range) return value.length > 0;
  if (value instanceof HostObject && value.traits.isTrue !== undefined) return value.traits.isTrue();
  const dict = dictView(value);
  if (dict !== undefined) return dict.size > 0;
  if (value instanceof HostObject && value.traits.length !== undefined) return value.traits.length() > 0;
  return true;
}
