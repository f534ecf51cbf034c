import { typeError } from '../errors.js';
import { HostObject } from './host-object.js';
import { PyFloat } from './number.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** A JavaScript value that is the same for all values that Python holds for equal keys. */
export type HashKey = unknown;

const NONE = Symbol('None');
const UNDEFINED = Symbol('Undefined');
const UNHASHABLE: ReadonlySet<string> = new Set(['list', 'dict', 'set']);
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** Where a value stands in a dict or set. Throws for values that can change. */
export function hashKey(value: Value): HashKey {
  switch (typeof value) {
    case 'string':
      // Tuples hash to strings that start with NUL.
      return value.charCodeAt(0) === 0 ? `\0${value}` : value;
    case 'boolean':
      return value ? 1 : 0;
    case 'number':
    case 'bigint':
      return value;
  }
  if (value === null || value === undefined) return NONE;
  if (value instanceof PyFloat) return value.value;
  if (value instanceof Undefined) return UNDEFINED;
  if (value instanceof Tuple) return tupleKey(value);
  if (value instanceof HostObject && value.traits.hash !== undefined) return value.traits.hash();
  const type = typeName(value);
  if (UNHASHABLE.has(type)) throw typeError(`unhashable type: '${type}'`);
  return value;
}

function tupleKey(tuple: Tuple): string {
  const key = `\0(${tuple.items.map(describeKey).join(',')})`;
  // Tuples of tuples of tuples double with each level.
  if (key.length > 1_000_000) throw typeError('The tuple is too large for a key');
  return key;
}

function describeKey(value: Value): string {
  const key = hashKey(value);
  if (typeof key === 'string') return `s${key.length}:${key}`;
  if (typeof key === 'object' && key !== null) return `o${identity(key)}`;
  return `${typeof key === 'symbol' ? 'y' : 'n'}${String(key)}`;
}

function identity(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, ++lastIdentity);
  return lastIdentity;
}
