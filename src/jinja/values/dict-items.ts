import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** What `keys()`, `values()` and `items()` of a dict return: iterable, without an index. */
export class DictItems {
  constructor(
    readonly sort: 'keys' | 'values' | 'items',
    readonly items: readonly Value[],
  ) {}

  get [TYPE_NAME](): string {
    return `dict_${this.sort}`;
  }
}
