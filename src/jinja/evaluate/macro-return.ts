import type { Value } from '../values/value.js';

/**
 * Thrown by a host function to end the macro that called it; `value` becomes the value of the macro's call in place
 * of its text. Passes through the bodies of call blocks.
 *
 * @example hostFunction('return', ['data?'], ([data]) => { throw new MacroReturn(data ?? null); })
 */
export class MacroReturn {
  constructor(readonly value: Value) {}
}
