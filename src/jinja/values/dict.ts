import { type HashKey, hashKey } from './hash.js';
import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** What every kind of dict offers: insertion order, keys equal as in Python. */
export interface DictView {
  readonly size: number;
  get(key: Value): Value | undefined;
  has(key: Value): boolean;
  set(key: Value, value: Value): void;
  delete(key: Value): boolean;
  keys(): Value[];
  values(): Value[];
  entries(): [Value, Value][];
  clear(): void;
}

/** A dict of Python with keys of any hashable type. */
export class Dict implements DictView {
  readonly [TYPE_NAME] = 'dict';
  readonly #entries = new Map<HashKey, [Value, Value]>();

  constructor(entries: Iterable<readonly [Value, Value]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(hashKey(key))?.[1];
  }

  has(key: Value): boolean {
    return this.#entries.has(hashKey(key));
  }

  set(key: Value, value: Value): void {
    const hash = hashKey(key);
    const entry = this.#entries.get(hash);
    if (entry === undefined) this.#entries.set(hash, [key, value]);
    else entry[1] = value;
  }

  delete(key: Value): boolean {
    return this.#entries.delete(hashKey(key));
  }

  keys(): Value[] {
    return Array.from(this.#entries.values(), (entry) => entry[0]);
  }

  values(): Value[] {
    return Array.from(this.#entries.values(), (entry) => entry[1]);
  }

  entries(): [Value, Value][] {
    return Array.from(this.#entries.values(), ([key, value]) => [key, value]);
  }

  clear(): void {
    this.#entries.clear();
  }
}
