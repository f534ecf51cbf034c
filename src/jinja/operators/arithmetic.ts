import type { Budget } from '../budget.js';
import { TemplateError, typeError, valueError } from '../errors.js';
import { HostObject } from '../values/host-object.js';
import {
  asNumber,
  type Int,
  isFloat,
  isInt,
  normalizeInt,
  PyFloat,
  type PyNumber,
  toDouble,
} from '../values/number.js';
import { PySet } from '../values/set.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { percentFormat } from './percent-format.js';

/** An operator of two values, as in Python. */
export function operate(operator: string, left: Value, right: Value, budget: Budget): Value {
  const a = asNumber(left);
  const b = asNumber(right);
  if (a !== undefined && b !== undefined) return numbers(operator, a, b, budget);
  if (left instanceof Undefined) left.fail();
  if (operator === '%' && typeof left === 'string') return percentFormat(left, right, budget);
  if (right instanceof Undefined) right.fail();
  const result = sequences(operator, left, right, budget) ?? hosts(operator, left, right);
  if (result !== undefined) return result;
  if (operator === '+' && (typeof left === 'string' || Array.isArray(left))) {
    const type = typeName(left);
    const hint = type === 'str' ? 'Join text and other values with ~ in place of +.' : undefined;
    throw new TemplateError('TypeError', `can only concatenate ${type} (not "${typeName(right)}") to ${type}`, hint);
  }
  const name = operator === '**' ? '** or pow()' : operator;
  throw typeError(`unsupported operand type(s) for ${name}: '${typeName(left)}' and '${typeName(right)}'`);
}

function numbers(operator: string, a: PyNumber, b: PyNumber, budget: Budget): Value {
  if (isFloat(a) || isFloat(b) || operator === '/' || (operator === '**' && toDouble(b) < 0)) {
    return PyFloat.of(floats(operator, toDouble(a), toDouble(b)));
  }
  if (typeof a === 'number' && typeof b === 'number') {
    const quick = smallInts(operator, a, b);
    if (quick !== undefined && Number.isSafeInteger(quick)) return quick;
  }
  return ints(operator, BigInt(a as Int), BigInt(b as Int), budget);
}

function smallInts(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      return undefined;
  }
}

function floats(operator: string, a: number, b: number): number {
  if (b === 0 && operator !== '+' && operator !== '-' && operator !== '*' && operator !== '**') {
    const message = { '/': 'division by zero', '//': 'float floor division by zero' }[operator] ?? 'float modulo';
    throw new TemplateError('ZeroDivisionError', message);
  }
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '%': {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    }
    default:
      if (a === 0 && b < 0) {
        throw new TemplateError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
      }
      if (a < 0 && !Number.isInteger(b)) {
        throw valueError('The root of a negative number is complex, which templates can not compute with');
      }
      return a ** b;
  }
}

function ints(operator: string, a: bigint, b: bigint, budget: Budget): Int {
  switch (operator) {
    case '+':
      return normalizeInt(a + b);
    case '-':
      return normalizeInt(a - b);
    case '*':
      budget.spend((a.toString(16).length * b.toString(16).length) >> 12);
      return normalizeInt(a * b);
    case '**':
      // The number of digits is bounded, since such a number takes minutes to compute.
      if (b * BigInt(a.toString(16).length) > 50_000n && a !== 1n && a !== -1n && a !== 0n) {
        throw new TemplateError('LimitError', 'The power is too large');
      }
      return normalizeInt(a ** b);
    default: {
      if (b === 0n)
        throw new TemplateError('ZeroDivisionError', `integer ${operator === '%' ? '' : 'division or '}modulo by zero`);
      const rest = a % b;
      const borrow = rest !== 0n && rest < 0n !== b < 0n;
      if (operator === '%') return normalizeInt(borrow ? rest + b : rest);
      return normalizeInt(borrow ? a / b - 1n : a / b);
    }
  }
}

function sequences(operator: string, left: Value, right: Value, budget: Budget): Value | undefined {
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') {
      budget.text(left.length + right.length);
      return left + right;
    }
    if (Array.isArray(left) && Array.isArray(right)) {
      budget.spend(left.length + right.length);
      return [...left, ...right];
    }
    if (left instanceof Tuple && right instanceof Tuple) {
      budget.spend(left.items.length + right.items.length);
      return new Tuple([...left.items, ...right.items]);
    }
  }
  if (operator === '-' && left instanceof PySet && right instanceof PySet) {
    return new PySet(left.items().filter((item) => !right.has(item)));
  }
  if (operator !== '*') return undefined;
  const times = countOf(right);
  if (times !== undefined) return repeat(left, times, budget);
  const first = countOf(left);
  return first === undefined ? undefined : repeat(right, first, budget);
}

/** How often a sequence is repeated; a bool is an int. */
function countOf(value: Value): number | undefined {
  return isInt(value) || typeof value === 'boolean' ? Number(value) : undefined;
}

function repeat(sequence: Value, times: number, budget: Budget): Value | undefined {
  const count = Math.max(0, times);
  if (typeof sequence === 'string') {
    budget.text(sequence.length * count);
    return sequence.repeat(sequence === '' ? 0 : count);
  }
  const items = sequence instanceof Tuple ? sequence.items : sequence;
  if (!Array.isArray(items)) return undefined;
  budget.spend(items.length * count);
  const repeated = items.length === 0 ? [] : Array.from({ length: count }, () => items).flat(1);
  return sequence instanceof Tuple ? new Tuple(repeated) : repeated;
}

function hosts(operator: string, left: Value, right: Value): Value | undefined {
  const result = left instanceof HostObject ? left.traits.operate?.(operator, right, false) : undefined;
  if (result !== undefined) return result;
  return right instanceof HostObject ? right.traits.operate?.(operator, left, true) : undefined;
}
