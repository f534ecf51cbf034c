import { then } from '../maybe-promise.js';
import { toText } from '../values/print.js';
import type { Value } from '../values/value.js';
import { compileArguments } from './compile-arguments.js';
import { compileMacro } from './compile-macro.js';
import { type Compiler, NEXT, type StatementOf, type Step } from './compiler.js';

const NONE: readonly Value[] = [];

export function compileMacroStatement(node: StatementOf<'Macro'>, compiler: Compiler): Step {
  const { name } = node.macro;
  const macro = compileMacro(node.macro, compiler);
  return (scope) => {
    scope.set(name, macro(scope));
    return NEXT;
  };
}

export function compileCallBlock(node: StatementOf<'CallBlock'>, compiler: Compiler): Step {
  const caller = compileMacro(node.caller, compiler, true);
  const callee = compiler.expression(node.call.callee);
  const args = compileArguments(node.call.args, compiler);
  const site = compiler.site(node.call);
  return (scope, output) =>
    then(callee(scope), (target) =>
      then(args(scope, NONE), ({ positional, named }) => {
        const { run } = scope;
        run.at(site);
        const withCaller = new Map([...named, ['caller', caller(scope)]]);
        return then(run.call(target, positional, withCaller), (value) => {
          output.value(toText(value), site);
          return NEXT;
        });
      }),
    );
}
