import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** What filters like `map` return: items that can be gone through once. */
export class Generator {
  readonly [TYPE_NAME] = 'generator';
  #items: readonly Value[];

  constructor(items: readonly Value[]) {
    this.#items = items;
  }

  /** The items that nobody took yet. */
  take(): readonly Value[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}
