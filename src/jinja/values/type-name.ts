import { isFloat } from './number.js';
import { isPlainObject } from './plain-object.js';
import type { Value } from './value.js';

/** Under this symbol the classes of values tell their Python name. */
export const TYPE_NAME: unique symbol = Symbol('typeName');

/** What Python calls the type of a value; error messages show it. */
export function typeName(value: Value): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'bigint':
      return 'int';
    case 'number':
      return isFloat(value) ? 'float' : 'int';
    case 'undefined':
      return 'NoneType';
    case 'object':
      break;
    default:
      return 'object';
  }
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (isFloat(value)) return 'float';
  if (value instanceof Map || isPlainObject(value)) return 'dict';
  return (value as { [TYPE_NAME]?: string })[TYPE_NAME] ?? 'object';
}
