import { TemplateError } from '../errors.js';
import type { MaybePromise } from '../maybe-promise.js';
import { then } from '../maybe-promise.js';
import { findMethod, methodsOf } from '../methods/find-method.js';
import type { DictView } from '../values/dict.js';
import { dictView } from '../values/dict-view.js';
import { HostObject } from '../values/host-object.js';
import { Macro } from '../values/macro-value.js';
import { Namespace } from '../values/namespace.js';
import { BoundMethod } from '../values/native-function.js';
import { isInt } from '../values/number.js';
import { ownValue } from '../values/plain-object.js';
import { toRepr } from '../values/print.js';
import { Range } from '../values/range.js';
import { characters } from '../values/text.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';

/** `object.name`: an attribute, else an item, else undefined. */
export function getAttribute(object: Value, name: string): MaybePromise<Value> {
  const attribute = attributeOf(object, name);
  if (attribute !== undefined) return attribute;
  const item = itemOf(object, name);
  return item !== undefined ? item : missingAttribute(object, name);
}

/** `object[key]`: an item, else for a string an attribute, else undefined. */
export function getItem(object: Value, key: Value): MaybePromise<Value> {
  const item = itemOf(object, key);
  if (item !== undefined) return item;
  if (typeof key === 'string') {
    const attribute = attributeOf(object, key);
    return attribute !== undefined ? attribute : missingAttribute(object, key);
  }
  return new Undefined(toRepr(key), `${typeName(object)} object has no element ${toRepr(key)}`);
}

/** `object | attr('name')`: an attribute only. */
export function getAttributeOnly(object: Value, name: string): MaybePromise<Value> {
  return then(attributeOf(object, name), (found) => (found === undefined ? missingAttribute(object, name) : found));
}

function attributeOf(object: Value, name: string): MaybePromise<Value> | undefined {
  const method = findMethod(object, name);
  if (method !== undefined) return new BoundMethod(object, method);
  if (typeof object !== 'object' || object === null) return undefined;
  if (object instanceof HostObject) return hostAttribute(object, name);
  if (object instanceof Namespace) return object.attributes.get(name);
  if (object instanceof Tuple) return namedItem(object, name);
  if (object instanceof Macro) return macroAttribute(object, name);
  return object instanceof Undefined ? object.fail() : undefined;
}

function hostAttribute({ traits }: HostObject, name: string): MaybePromise<Value> | undefined {
  const declared = traits.attributes === undefined ? undefined : ownValue(traits.attributes, name);
  return declared !== undefined ? declared : traits.getAttribute?.(name);
}

function namedItem(tuple: Tuple, name: string): Value | undefined {
  const index = tuple.names.indexOf(name);
  return index < 0 ? undefined : tuple.items[index];
}

function macroAttribute(macro: Macro, name: string): Value | undefined {
  if (name === 'name') return macro.name;
  return name === 'arguments' ? new Tuple(macro.parameters) : undefined;
}

function itemOf(object: Value, key: Value): MaybePromise<Value> | undefined {
  if (typeof object === 'string') return isIndex(key) ? at(characters(object), key) : undefined;
  if (typeof object !== 'object' || object === null) return undefined;
  if (Array.isArray(object)) return isIndex(key) ? at(object, key) : undefined;
  if (object instanceof Tuple) return isIndex(key) ? at(object.items, key) : undefined;
  if (object instanceof Undefined) object.fail();
  if (object instanceof Range) return isIndex(key) ? at(object.items(), key) : undefined;
  if (object instanceof HostObject && object.traits.getItem !== undefined) return object.traits.getItem(key);
  const dict = dictView(object);
  return dict === undefined ? undefined : dictItem(dict, key);
}

/** A key that no dict can have, as a list, is for Jinja2 one that this dict does not have. */
function dictItem(dict: DictView, key: Value): Value | undefined {
  if (typeof key === 'string') return dict.get(key);
  try {
    return dict.get(key);
  } catch (error) {
    if (error instanceof TemplateError && error.kind === 'TypeError') return undefined;
    throw error;
  }
}

function isIndex(key: Value): key is number | bigint | boolean {
  return isInt(key) || typeof key === 'boolean';
}

function at(items: readonly Value[], key: number | bigint | boolean): Value | undefined {
  const index = Number(key);
  return items[index < 0 ? index + items.length : index];
}

function missingAttribute(object: Value, name: string): Undefined {
  const owner = object === null || object === undefined ? 'None' : `${typeName(object)} object`;
  return new Undefined(name, `'${owner}' has no attribute '${name}'`, () => namesOf(object));
}

/** What could have been meant in place of an attribute that does not exist. */
function* namesOf(object: Value): Iterable<string> {
  if (object instanceof HostObject) {
    yield* Object.keys(object.traits.attributes ?? {});
    yield* object.traits.attributeNames?.() ?? [];
  }
  if (object instanceof Namespace) yield* object.attributes.keys();
  for (const key of dictView(object)?.keys() ?? []) if (typeof key === 'string') yield key;
  yield* methodsOf(object)?.keys() ?? [];
}
