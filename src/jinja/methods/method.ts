import { type NativeCode, NativeFunction } from '../values/native-function.js';

/** Methods by name. */
export type MethodTable = ReadonlyMap<string, NativeFunction>;

/** A method: a function whose first argument is the value that it is called on. */
export function method(name: string, parameters: readonly string[], run: NativeCode): NativeFunction {
  return new NativeFunction(name, ['self', ...parameters], run);
}

/** A table of methods, by their names. */
export function methodTable(methods: readonly NativeFunction[]): MethodTable {
  return new Map(methods.map((entry) => [entry.name, entry]));
}
