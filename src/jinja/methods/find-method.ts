import { dictView } from '../values/dict-view.js';
import type { NativeFunction } from '../values/native-function.js';
import { Range } from '../values/range.js';
import { PySet } from '../values/set.js';
import { Tuple } from '../values/tuple.js';
import type { Value } from '../values/value.js';
import { DICT_METHODS } from './dict.js';
import { LIST_METHODS, TUPLE_METHODS } from './list.js';
import { type MethodTable, methodTable } from './method.js';
import { SET_METHODS } from './set.js';
import { TEXT_CASE } from './text-case.js';
import { TEXT_FORMAT } from './text-format.js';
import { TEXT_SEARCH } from './text-search.js';
import { TEXT_SHAPE } from './text-shape.js';

const TEXT_METHODS = methodTable([...TEXT_CASE, ...TEXT_FORMAT, ...TEXT_SEARCH, ...TEXT_SHAPE]);

/** The methods that a value's type has, or undefined for a type without any. */
export function methodsOf(value: Value): MethodTable | undefined {
  if (typeof value === 'string') return TEXT_METHODS;
  if (Array.isArray(value)) return LIST_METHODS;
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Tuple || value instanceof Range) return TUPLE_METHODS;
  if (value instanceof PySet) return SET_METHODS;
  return dictView(value) === undefined ? undefined : DICT_METHODS;
}

/** A method of a value by its name. */
export function findMethod(value: Value, name: string): NativeFunction | undefined {
  return methodsOf(value)?.get(name);
}
