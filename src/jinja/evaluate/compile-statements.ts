import { type MaybePromise, then } from '../maybe-promise.js';
import { toText } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import { BLOCK_BODY } from './compile-calls.js';
import { compileTarget } from './compile-target.js';
import { type Compiler, NEXT, type Signal, type StatementOf, type Step } from './compiler.js';
import { Output } from './output.js';
import { Scope } from './scope.js';

export function compileData(node: StatementOf<'Data'>, compiler: Compiler): Step {
  const site = compiler.site(node);
  const { text } = node;
  return (_, output) => {
    output.literal(text, site);
    return NEXT;
  };
}

export function compileOutput(node: StatementOf<'Output'>, compiler: Compiler): Step {
  const code = compiler.expression(node.expression);
  const site = compiler.site(node);
  return (scope, output) =>
    then(code(scope), (value) => {
      scope.run.site = site;
      const text = toText(value);
      output.value(text, site, value);
      return NEXT;
    });
}

export function compileDo(node: StatementOf<'Do'>, compiler: Compiler): Step {
  const code = compiler.expression(node.expression);
  return (scope) => then(code(scope), () => NEXT);
}

export function compileIf(node: StatementOf<'If'>, compiler: Compiler): Step {
  const branches = node.branches.map(({ test, body }) => {
    return { test: compiler.expression(test), body: compiler.body(body) };
  });
  const otherwise = node.otherwise && compiler.body(node.otherwise);
  const from = (index: number, scope: Scope, output: Output): MaybePromise<Signal> => {
    const branch = branches[index];
    if (branch === undefined) return otherwise?.(scope, output) ?? NEXT;
    return then(branch.test(scope), (value) =>
      isTrue(value) ? branch.body(scope, output) : from(index + 1, scope, output),
    );
  };
  return (scope, output) => from(0, scope, output);
}

export function compileSet(node: StatementOf<'Set'>, compiler: Compiler): Step {
  const code = compiler.expression(node.expression);
  const assign = compileTarget(node.target, compiler);
  return (scope) =>
    then(code(scope), (value) => {
      assign(scope, value);
      return NEXT;
    });
}

export function compileSetBlock(node: StatementOf<'SetBlock'>, compiler: Compiler): Step {
  const body = compiler.body(node.body);
  const filter = node.filter && compiler.expression(node.filter);
  const assign = compileTarget(node.target, compiler);
  return (scope) =>
    then(captureBody(body, scope), ({ text, inner }) => {
      if (filter !== null) inner.set(BLOCK_BODY, text);
      return then(filter === null ? text : filter(inner), (value) => {
        assign(scope, value);
        return NEXT;
      });
    });
}

export function compileFilterBlock(node: StatementOf<'FilterBlock'>, compiler: Compiler): Step {
  const body = compiler.body(node.body);
  const filter = compiler.expression(node.filter);
  const site = compiler.site(node);
  return (scope, output) =>
    then(captureBody(body, scope), ({ text, inner }) => {
      inner.set(BLOCK_BODY, text);
      return then(filter(inner), (value) => {
        output.value(toText(value), site);
        return NEXT;
      });
    });
}

/** The text of a body that has its own variables. */
function captureBody(body: Step, scope: Scope): MaybePromise<{ text: string; inner: Scope }> {
  const inner = new Scope(scope.run, scope);
  const output = new Output(scope.run);
  return then(body(inner, output), () => ({ text: scope.run.capture(output), inner }));
}

export function compileWith(node: StatementOf<'With'>, compiler: Compiler): Step {
  const bindings = node.bindings.map(({ target, value }) => {
    return { assign: compileTarget(target, compiler), code: compiler.expression(value) };
  });
  const body = compiler.body(node.body);
  return (scope, output) => {
    const inner = new Scope(scope.run, scope);
    const from = (index: number): MaybePromise<Signal> => {
      const binding = bindings[index];
      if (binding === undefined) return body(inner, output);
      return then(binding.code(scope), (value) => {
        binding.assign(inner, value);
        return from(index + 1);
      });
    };
    return from(0);
  };
}
