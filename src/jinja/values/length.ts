import { typeError } from '../errors.js';
import { DictItems } from './dict-items.js';
import { dictView } from './dict-view.js';
import { HostObject } from './host-object.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { textLength } from './text.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** `len(value)`. Throws a TypeError of templates where it has none. */
export function lengthOf(value: Value): number {
  if (typeof value === 'string') return textLength(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple || value instanceof DictItems) return value.items.length;
  if (value instanceof PySet) return value.size;
  if (value instanceof Range) return value.length;
  if (value instanceof Undefined) return 0;
  if (value instanceof HostObject && value.traits.length !== undefined) return value.traits.length();
  const size = dictView(value)?.size;
  if (size === undefined) throw typeError(`object of type '${typeName(value)}' has no len()`);
  return size;
}
