import { typeError } from '../errors.js';
import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import type { CallArguments } from '../syntax/ast.js';
import { dictView } from '../values/dict-view.js';
import { itemsOf } from '../values/iterate.js';
import { toText } from '../values/print.js';
import { type NamedArguments, NO_NAMED } from '../values/signature.js';
import { typeName } from '../values/type-name.js';
import type { Value } from '../values/value.js';
import type { Code, Compiler } from './compiler.js';
import type { Scope } from './scope.js';

/** Evaluated arguments. */
interface ArgumentValues {
  readonly positional: readonly Value[];
  readonly named: NamedArguments;
}

/** The arguments of a call, put behind `leading` values. */
export type ArgumentsCode = (scope: Scope, leading: readonly Value[]) => MaybePromise<ArgumentValues>;

export function compileArguments(args: CallArguments, compiler: Compiler): ArgumentsCode {
  const positional = args.positional.map((node) => compiler.expression(node));
  const named = args.named.map(({ name, value }) => ({ name, code: compiler.expression(value) }));
  if (named.length === 0 && args.spread === null && args.spreadNamed === null) return onlyPositional(positional);
  const spread = args.spread && compiler.expression(args.spread);
  const spreadNamed = args.spreadNamed && compiler.expression(args.spreadNamed);
  return (scope, leading) =>
    then(evaluateAll(positional, scope), (values) =>
      then(spread?.(scope) ?? [], (more) =>
        then(
          mapInOrder(named, ({ code }) => code(scope)),
          (namedValues) =>
            then(spreadNamed?.(scope), (moreNamed) => {
              const map = new Map<string, Value>(named.map(({ name }, i) => [name, namedValues[i]]));
              if (moreNamed !== undefined) addNamed(map, moreNamed);
              return { positional: [...leading, ...values, ...itemsOf(more)], named: map };
            }),
        ),
      ),
    );
}

function onlyPositional(codes: readonly Code[]): ArgumentsCode {
  return (scope, leading) => {
    if (codes.length === 0) return { positional: leading, named: NO_NAMED };
    return then(evaluateAll(codes, scope), (values) => ({
      positional: leading.length === 0 ? values : [...leading, ...values],
      named: NO_NAMED,
    }));
  };
}

function evaluateAll(codes: readonly Code[], scope: Scope): MaybePromise<Value[]> {
  return mapInOrder(codes, (code) => code(scope));
}

function addNamed(map: Map<string, Value>, value: Value): void {
  const dict = dictView(value);
  if (dict === undefined) throw typeError(`argument after ** must be a mapping, not ${typeName(value)}`);
  for (const [key, entry] of dict.entries()) {
    const name = toText(key);
    if (map.has(name)) throw typeError(`got multiple values for keyword argument '${name}'`);
    map.set(name, entry);
  }
}
