import { then } from '../maybe-promise.js';
import { BoundMethod } from '../values/native-function.js';
import type { Value } from '../values/value.js';
import { compileArguments } from './compile-arguments.js';
import type { Code, Compiler, ExpressionOf } from './compiler.js';

/** The name under which the body of a filter block waits for its filter; no template can spell it. */
export const BLOCK_BODY = '%body';

const NONE: readonly Value[] = [];

export function compileCall(node: ExpressionOf<'Call'>, compiler: Compiler): Code {
  const callee = compiler.expression(node.callee);
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(node);
  return (scope) =>
    then(callee(scope), (target) =>
      then(args(scope, NONE), ({ positional, named }) => {
        const { run } = scope;
        run.at(site);
        if (target instanceof BoundMethod) run.spendFor(target.self);
        return run.call(target, positional, named);
      }),
    );
}

export function compileFilter(node: ExpressionOf<'Filter'>, compiler: Compiler): Code {
  const operand: Code = node.operand === null ? (scope) => scope.lookup(BLOCK_BODY) : compiler.expression(node.operand);
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(node);
  const { name } = node;
  return (scope) =>
    then(operand(scope), (value) =>
      then(args(scope, [value]), ({ positional, named }) => {
        const { run } = scope;
        run.at(site);
        run.spendFor(value);
        return run.filter(name, positional, named);
      }),
    );
}

export function compileTest(node: ExpressionOf<'Test'>, compiler: Compiler): Code {
  const operand = compiler.expression(node.operand);
  const args = compileArguments(node.args, compiler);
  const site = compiler.site(node);
  const { name } = node;
  return (scope) =>
    then(operand(scope), (value) =>
      then(args(scope, [value]), ({ positional, named }) => {
        scope.run.at(site);
        return scope.run.test(name, positional, named);
      }),
    );
}
