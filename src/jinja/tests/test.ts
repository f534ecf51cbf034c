import { NativeFunction } from '../values/native-function.js';
import type { Value } from '../values/value.js';

/** A test without arguments: `value is name`. */
export function test(name: string, run: (value: Value) => boolean): NativeFunction {
  return new NativeFunction(name, ['value'], ([value]) => run(value));
}

/** A test with one argument: `value is name other`; under all of its names. */
export function testWith(names: readonly string[], run: (value: Value, other: Value) => boolean): NativeFunction[] {
  return names.map((name) => new NativeFunction(name, ['value', 'other'], ([value, other]) => run(value, other)));
}
