import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** A tuple of Python; with `names` a named one, whose items are attributes as well. */
export class Tuple {
  readonly [TYPE_NAME] = 'tuple';
  constructor(
    readonly items: readonly Value[],
    readonly names: readonly string[] = [],
  ) {}
}
