import { operate } from '../operators/arithmetic.js';
import { compare } from '../values/compare.js';
import { contains } from '../values/contains.js';
import { equals } from '../values/equal.js';
import { NativeFunction } from '../values/native-function.js';
import { isNumber, primitive } from '../values/number.js';
import type { Value } from '../values/value.js';
import { testWith } from './test.js';

const remainder = (name: string, parameters: readonly string[], wanted: number) =>
  new NativeFunction(name, ['value', ...parameters], ([value, divisor], { budget }) =>
    equals(operate('%', value, divisor ?? 2, budget), wanted),
  );

/** `is sameas`: the same object; numbers and texts have no identity of their own. */
function sameAs(value: Value, other: Value): boolean {
  if (isNumber(value) && isNumber(other)) return typeof value === typeof other && primitive(value) === primitive(other);
  return value === other;
}

/** Tests that compare a value with another. */
export const COMPARISON_TESTS: readonly NativeFunction[] = [
  remainder('odd', [], 1),
  remainder('even', [], 0),
  remainder('divisibleby', ['num'], 0),
  ...testWith(['eq', '==', 'equalto'], equals),
  ...testWith(['ne', '!='], (value, other) => !equals(value, other)),
  ...testWith(['lt', '<', 'lessthan'], (value, other) => compare(value, other, '<') < 0),
  ...testWith(['le', '<='], (value, other) => compare(value, other, '<=') <= 0),
  ...testWith(['gt', '>', 'greaterthan'], (value, other) => compare(value, other, '>') > 0),
  ...testWith(['ge', '>='], (value, other) => compare(value, other, '>=') >= 0),
  ...testWith(['in'], (value, other) => contains(other, value)),
  ...testWith(['sameas'], sameAs),
];
