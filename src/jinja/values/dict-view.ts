import { valueError } from '../errors.js';
import { Dict, type DictView } from './dict.js';
import { hashKey } from './hash.js';
import { HostObject } from './host-object.js';
import { isPlainObject, ownValue } from './plain-object.js';
import type { Value } from './value.js';

/** The value as a dict, or undefined where it is none. Views write through to what they stand for. */
export function dictView(value: Value): DictView | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Dict) return value;
  if (value instanceof Map) return new MapView(value);
  if (value instanceof HostObject) return value.traits.dict?.();
  return isPlainObject(value) ? new ObjectView(value) : undefined;
}

/** A plain object as a dict: its own data properties. */
class ObjectView implements DictView {
  constructor(readonly object: Record<string, unknown>) {}

  get size(): number {
    return this.entries().length;
  }

  get(key: Value): Value | undefined {
    if (typeof key === 'string') return ownValue(this.object, key);
    // Throws for keys that no dict takes.
    hashKey(key);
    return undefined;
  }

  has(key: Value): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Value, value: Value): void {
    if (typeof key !== 'string') throw valueError('This dict takes only strings as keys');
    if (Object.isFrozen(this.object)) throw valueError('This dict can not be changed');
    // Plain assignment of `__proto__` would change the prototype.
    Object.defineProperty(this.object, key, { value, writable: true, enumerable: true, configurable: true });
  }

  delete(key: Value): boolean {
    if (!this.has(key)) return false;
    if (Object.isFrozen(this.object)) throw valueError('This dict can not be changed');
    return Reflect.deleteProperty(this.object, key as string);
  }

  keys(): Value[] {
    return this.entries().map((entry) => entry[0]);
  }

  values(): Value[] {
    return this.entries().map((entry) => entry[1]);
  }

  entries(): [Value, Value][] {
    const entries: [Value, Value][] = [];
    for (const key of Object.keys(this.object)) {
      const value = ownValue(this.object, key);
      if (value !== undefined) entries.push([key, value]);
    }
    return entries;
  }

  clear(): void {
    for (const key of Object.keys(this.object)) this.delete(key);
  }
}

/** A `Map` as a dict; its keys are compared as JavaScript does. */
class MapView implements DictView {
  constructor(readonly map: Map<Value, Value>) {}

  get size(): number {
    return this.map.size;
  }

  get(key: Value): Value | undefined {
    return this.map.get(key);
  }

  has(key: Value): boolean {
    return this.map.has(key);
  }

  set(key: Value, value: Value): void {
    this.map.set(key, value);
  }

  delete(key: Value): boolean {
    return this.map.delete(key);
  }

  keys(): Value[] {
    return [...this.map.keys()];
  }

  values(): Value[] {
    return [...this.map.values()];
  }

  entries(): [Value, Value][] {
    return [...this.map.entries()];
  }

  clear(): void {
    this.map.clear();
  }
}
