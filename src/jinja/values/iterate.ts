import { typeError } from '../errors.js';
import { DictItems } from './dict-items.js';
import { dictView } from './dict-view.js';
import { Generator } from './generator.js';
import { HostObject } from './host-object.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { characters } from './text.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** The items of an iterable, or undefined where it is none. A list gives itself, so that it is seen to grow. */
export function itemsOrNone(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return characters(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Tuple || value instanceof DictItems) return value.items;
  if (value instanceof Generator) return value.take();
  if (value instanceof Undefined) return [];
  if (value instanceof Range || value instanceof PySet) return value.items();
  if (value instanceof HostObject && value.traits.iterate !== undefined) return [...value.traits.iterate()];
  return dictView(value)?.keys();
}

/** The items of an iterable. Throws a TypeError of templates where it is none. */
export function itemsOf(value: Value): readonly Value[] {
  return itemsOrNone(value) ?? notIterable(value);
}

function notIterable(value: Value): never {
  throw typeError(`'${typeName(value)}' object is not iterable`);
}
