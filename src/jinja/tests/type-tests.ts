import { isLower, isUpper } from '../methods/text-case.js';
import { PyDecimal } from '../values/decimal.js';
import { DictItems } from '../values/dict-items.js';
import { dictView } from '../values/dict-view.js';
import { Generator } from '../values/generator.js';
import { HostObject } from '../values/host-object.js';
import { Macro } from '../values/macro-value.js';
import { BoundMethod, NativeFunction } from '../values/native-function.js';
import { isFloat, isInt, isNumber } from '../values/number.js';
import { toText } from '../values/print.js';
import { Range } from '../values/range.js';
import { PySet } from '../values/set.js';
import { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { test } from './test.js';

function isSequence(value: Value): boolean {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Tuple) return true;
  return value instanceof Range || value instanceof Undefined || dictView(value) !== undefined;
}

function isIterable(value: Value): boolean {
  if (isSequence(value) || value instanceof Generator || value instanceof DictItems) return true;
  return value instanceof PySet || (value instanceof HostObject && value.traits.iterate !== undefined);
}

function isMapping(value: Value): boolean {
  return dictView(value) !== undefined || (value instanceof HostObject && value.traits.mapping === true);
}

function isCallable(value: Value): boolean {
  if (value instanceof NativeFunction || value instanceof BoundMethod || value instanceof Macro) return true;
  if (value instanceof HostObject) return value.traits.call !== undefined;
  // Undefined has a `__call__` in Python: the one that fails.
  return value instanceof Undefined;
}

/** Tests of what a value is. */
export const TYPE_TESTS: readonly NativeFunction[] = [
  test('defined', (value) => !(value instanceof Undefined)),
  test('undefined', (value) => value instanceof Undefined),
  test('none', (value) => value === null || value === undefined),
  test('boolean', (value) => typeof value === 'boolean'),
  test('true', (value) => value === true),
  test('false', (value) => value === false),
  test('integer', (value) => isInt(value)),
  test('float', (value) => isFloat(value)),
  test('number', (value) => isNumber(value) || typeof value === 'boolean' || value instanceof PyDecimal),
  test('string', (value) => typeof value === 'string'),
  test('mapping', isMapping),
  test('sequence', isSequence),
  test('iterable', isIterable),
  test('callable', isCallable),
  test('escaped', () => false),
  test('lower', (value) => isLower(toText(value))),
  test('upper', (value) => isUpper(toText(value))),
];
