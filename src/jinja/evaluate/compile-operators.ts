import { typeError } from '../errors.js';
import { type MaybePromise, then } from '../maybe-promise.js';
import { operate } from '../operators/arithmetic.js';
import type { ComparisonOperator } from '../syntax/ast.js';
import { compare } from '../values/compare.js';
import { contains } from '../values/contains.js';
import { equals } from '../values/equal.js';
import { HostObject } from '../values/host-object.js';
import { asNumber, isFloat, PyFloat, toDouble } from '../values/number.js';
import { isTrue } from '../values/truth.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import type { Code, Compiler, ExpressionOf } from './compiler.js';
import type { Run } from './run.js';

export function compileBinary(node: ExpressionOf<'Binary'>, compiler: Compiler): Code {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const site = compiler.site(node);
  const { operator } = node;
  return (scope) =>
    then(left(scope), (a) =>
      then(right(scope), (b) => {
        scope.run.at(site);
        return operate(operator, a, b, scope.run.budget);
      }),
    );
}

export function compileLogic(node: ExpressionOf<'And' | 'Or'>, compiler: Compiler): Code {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const decided = node.kind === 'Or';
  return (scope) => then(left(scope), (value) => (isTrue(value) === decided ? value : right(scope)));
}

export function compileNot(node: ExpressionOf<'Not'>, compiler: Compiler): Code {
  const operand = compiler.expression(node.operand);
  return (scope) => then(operand(scope), (value) => !isTrue(value));
}

export function compileSign(node: ExpressionOf<'Negative' | 'Positive'>, compiler: Compiler): Code {
  const operand = compiler.expression(node.operand);
  const site = compiler.site(node);
  const negative = node.kind === 'Negative';
  return (scope) =>
    then(operand(scope), (value) => {
      scope.run.site = site;
      const number = asNumber(value);
      if (value instanceof Undefined) value.fail();
      if (number === undefined) {
        const sign = negative ? -1 : 1;
        const negated = value instanceof HostObject ? value.traits.operate?.('*', sign, false) : undefined;
        if (negated !== undefined) return negated;
        throw typeError(`bad operand type for unary ${negative ? '-' : '+'}: '${typeName(value)}'`);
      }
      if (!negative) return number;
      return isFloat(number) ? PyFloat.of(-toDouble(number)) : operate('-', 0, number, scope.run.budget);
    });
}

export function compileConditional(node: ExpressionOf<'Conditional'>, compiler: Compiler): Code {
  const test = compiler.expression(node.test);
  const whenTrue = compiler.expression(node.whenTrue);
  const whenFalse = node.whenFalse === null ? null : compiler.expression(node.whenFalse);
  const reason = `the inline if-expression on line ${node.line} evaluated to false and no else section was defined.`;
  return (scope) =>
    then(test(scope), (value) => {
      if (isTrue(value)) return whenTrue(scope);
      return whenFalse === null ? new Undefined('', reason) : whenFalse(scope);
    });
}

/** `a < b < c` is `a < b and b < c` with `b` evaluated once. */
export function compileCompare(node: ExpressionOf<'Compare'>, compiler: Compiler): Code {
  const first = compiler.expression(node.first);
  const rest = node.rest.map(({ operator, operand, ...span }) => {
    return { operator, code: compiler.expression(operand), site: compiler.site(span) };
  });
  return (scope) => {
    const from = (left: Value, index: number): MaybePromise<boolean> => {
      const { operator, code, site } = rest[index]!;
      return then(code(scope), (right) => {
        scope.run.at(site);
        if (!holds(operator, left, right, scope.run)) return false;
        return index + 1 < rest.length ? from(right, index + 1) : true;
      });
    };
    return then(first(scope), (left) => from(left, 0));
  };
}

function holds(operator: ComparisonOperator, left: Value, right: Value, run: Run): boolean {
  switch (operator) {
    case '==':
      return equals(left, right);
    case '!=':
      return !equals(left, right);
    case 'in':
      run.spendFor(right);
      return contains(right, left);
    case 'not in':
      run.spendFor(right);
      return !contains(right, left);
    case '<':
      return compare(left, right, operator) < 0;
    case '<=':
      return compare(left, right, operator) <= 0;
    case '>':
      return compare(left, right, operator) > 0;
    default:
      return compare(left, right, operator) >= 0;
  }
}
