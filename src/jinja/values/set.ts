import { type HashKey, hashKey } from './hash.js';
import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** A set of Python; goes through its items in the order in which they came. */
export class PySet {
  readonly [TYPE_NAME] = 'set';
  readonly #items = new Map<HashKey, Value>();

  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.size;
  }

  items(): Value[] {
    return [...this.#items.values()];
  }

  has(item: Value): boolean {
    return this.#items.has(hashKey(item));
  }

  add(item: Value): void {
    const key = hashKey(item);
    if (!this.#items.has(key)) this.#items.set(key, item);
  }

  delete(item: Value): boolean {
    return this.#items.delete(hashKey(item));
  }

  clear(): void {
    this.#items.clear();
  }
}
