import { typeError } from '../errors.js';
import { isInt } from './number.js';
import { typeName } from './type-name.js';
import type { Value } from './value.js';

/** An argument that must be an int (or a bool), as a number. */
export function intArgument(value: Value): number {
  if (typeof value === 'boolean') return Number(value);
  if (isInt(value)) return Number(value);
  throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** As `intArgument`, with a value for an argument that was not given or is None. */
export function optionalInt(value: Value, fallback: number): number {
  return value === undefined || value === null ? fallback : intArgument(value);
}

/** An argument that must be a str. */
export function textArgument(value: Value, name: string): string {
  if (typeof value === 'string') return value;
  throw typeError(`${name} must be str, not ${typeName(value)}`);
}
