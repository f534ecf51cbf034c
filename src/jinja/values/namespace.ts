import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** `namespace(…)`: the one value whose attributes a template may set. */
export class Namespace {
  readonly [TYPE_NAME] = 'Namespace';
  readonly attributes = new Map<string, Value>();
}
