import { type NativeCode, NativeFunction } from '../values/native-function.js';

/** A filter: a function whose first argument is the value before the `|`. */
export function filter(name: string, parameters: readonly string[], run: NativeCode): NativeFunction {
  return new NativeFunction(name, ['value', ...parameters], run);
}

/** The same filter under another name. */
export function alias(name: string, original: NativeFunction): NativeFunction {
  return new NativeFunction(name, original.parameters, original.run);
}
