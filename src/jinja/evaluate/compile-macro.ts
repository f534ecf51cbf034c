import { typeError } from '../errors.js';
import { type MaybePromise, then } from '../maybe-promise.js';
import type { MacroNode, Parameter } from '../syntax/ast.js';
import { walk } from '../syntax/walk.js';
import { Dict } from '../values/dict.js';
import { Macro } from '../values/macro-value.js';
import type { NamedArguments } from '../values/signature.js';
import { Tuple } from '../values/tuple.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import type { Code, Compiler, Step } from './compiler.js';
import { MacroReturn } from './macro-return.js';
import { Output } from './output.js';
import type { Run } from './run.js';
import { Scope } from './scope.js';

/** The part of a macro node that is needed to call it. */
export type MacroParts = Pick<MacroNode, 'name' | 'parameters' | 'body'>;

interface MacroCode {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly fallback: Code | null }[];
  readonly body: Step;
  /** Which of the names `caller`, `varargs` and `kwargs` the macro mentions, and so accepts. */
  readonly uses: ReadonlySet<string>;
  readonly isCaller: boolean;
}

const SPECIAL: ReadonlySet<unknown> = new Set(['caller', 'varargs', 'kwargs']);

/**
 * Makes a macro of a node. It sees the variables around `outer`, or only the context where there is none.
 * The body is compiled at the first call, since most macros of a project are never called.
 */
export function compileMacro(node: MacroParts, compiler: Compiler, isCaller = false): (outer: Scope | null) => Macro {
  let code: MacroCode | undefined;
  const names = node.parameters.map((parameter) => parameter.name);
  return (outer) =>
    new Macro(node.name, names, (positional, named, context) => {
      code ??= macroCode(node, compiler, isCaller);
      // Only runs implement CallContext.
      return callMacro(code, outer, context as Run, positional, named);
    });
}

function macroCode(node: MacroParts, compiler: Compiler, isCaller: boolean): MacroCode {
  const uses = new Set<string>();
  walk([node.body, node.parameters], ({ kind, name }) => {
    if (kind === 'Name' && SPECIAL.has(name)) uses.add(name as string);
  });
  const parameter = ({ name, fallback }: Parameter) => ({ name, fallback: fallback && compiler.expression(fallback) });
  const parameters = node.parameters.map(parameter);
  return { name: node.name, parameters, body: compiler.body(node.body), uses, isCaller };
}

function callMacro(
  code: MacroCode,
  outer: Scope | null,
  run: Run,
  positional: readonly Value[],
  named: NamedArguments,
): MaybePromise<Value> {
  const scope = new Scope(run, outer);
  const output = new Output(run);
  const level = run.enter(code.name);
  const finish = (): Value => {
    run.leave(level);
    return run.capture(output);
  };
  const fail = (error: unknown): Value => {
    if (!(error instanceof MacroReturn) || code.isCaller) throw error;
    run.leave(level);
    return error.value === undefined ? null : error.value;
  };
  const body = () => then(bind(code, scope, positional, named), () => code.body(scope, output));
  try {
    const result = run.shallow(body);
    return result instanceof Promise ? result.then(finish).catch(fail) : finish();
  } catch (error) {
    return fail(error);
  }
}

/** Sets the parameters of a call as variables. */
function bind(code: MacroCode, scope: Scope, positional: readonly Value[], named: NamedArguments): MaybePromise<void> {
  const { parameters } = code;
  const unused = new Map(named);
  const takesCaller = code.uses.has('caller') && !parameters.some((parameter) => parameter.name === 'caller');
  if (takesCaller) {
    scope.set('caller', unused.get('caller') ?? new Undefined('caller', 'No caller defined'));
    unused.delete('caller');
  }
  const given = parameters.map(({ name }, i) => {
    if (i < positional.length) return positional[i];
    const value = unused.get(name);
    unused.delete(name);
    return value;
  });
  bindRest(code, scope, positional, unused);
  const from = (start: number): MaybePromise<void> => {
    for (let i = start; i < parameters.length; i++) {
      const { name, fallback } = parameters[i]!;
      let value = i < positional.length ? (given[i] ?? null) : given[i];
      if (value === undefined) value = fallback?.(scope) ?? missing(name, fallback);
      if (value instanceof Promise) {
        return value.then((result) => {
          scope.set(name, result);
          return from(i + 1);
        });
      }
      scope.set(name, value);
    }
  };
  return from(0);
}

function missing(name: string, fallback: Code | null): Value {
  return fallback === null ? new Undefined(name, `parameter '${name}' was not provided`) : null;
}

function bindRest(code: MacroCode, scope: Scope, positional: readonly Value[], unused: Map<string, Value>): void {
  const [first] = unused.keys();
  if (code.uses.has('kwargs')) scope.set('kwargs', new Dict(unused));
  else if (first === 'caller')
    throw typeError(`macro '${code.name}' does not use caller(), so it can not be called by a call block`);
  else if (first !== undefined) throw typeError(`macro '${code.name}' takes no keyword argument '${first}'`);
  const count = code.parameters.length;
  if (code.uses.has('varargs')) scope.set('varargs', new Tuple(positional.slice(count)));
  else if (positional.length > count) throw typeError(`macro '${code.name}' takes not more than ${count} argument(s)`);
}
