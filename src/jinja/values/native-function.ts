import type { Location } from '../../core/position.js';
import type { Budget } from '../budget.js';
import type { MaybePromise } from '../maybe-promise.js';
import { type NamedArguments, Signature } from './signature.js';
import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** What a function may ask of the run that calls it. */
export interface CallContext {
  readonly budget: Budget;
  /** The place in the template that is being evaluated. */
  location(): Location;
  /** Names of the macros that are running, innermost first. */
  macros(): readonly string[];
  /** A name of the caller's context, as a template would find it outside of any block. */
  global(name: string): Value | undefined;
  /** `object.name` as a template has it. */
  attribute(object: Value, name: string): MaybePromise<Value>;
  /** `object[key]` as a template has it. */
  item(object: Value, key: Value): MaybePromise<Value>;
  /** Calls a macro, a function or a callable object. */
  call(callee: Value, positional?: readonly Value[], named?: NamedArguments): MaybePromise<Value>;
  /** Applies a filter. */
  filter(name: string, positional: readonly Value[], named?: NamedArguments): MaybePromise<Value>;
  /** Applies a test. */
  test(name: string, positional: readonly Value[], named?: NamedArguments): MaybePromise<Value>;
}

/** Gets one value a declared parameter (undefined where none was given) and the run. */
export type NativeCode = (args: readonly Value[], context: CallContext) => MaybePromise<Value>;

/** A function of the host that templates can call. */
export class NativeFunction {
  readonly [TYPE_NAME] = 'function';
  readonly #signature: Signature;

  constructor(
    readonly name: string,
    readonly parameters: readonly string[],
    readonly run: NativeCode,
  ) {
    this.#signature = new Signature(parameters);
  }

  /** Throws a TypeError of templates where the arguments do not fit the parameters. */
  call(positional: readonly Value[], named: NamedArguments, context: CallContext): MaybePromise<Value> {
    const result = this.run(this.#signature.bind(this.name, positional, named), context);
    return result === undefined ? null : result;
  }
}

/**
 * A function of the host for templates. `parameters` are written `name`, `name?` (optional), `*rest`, `**named`.
 *
 * @example hostFunction('var', ['name', 'default?'], ([name, fallback]) => vars.get(name) ?? fallback)
 */
export function hostFunction(name: string, parameters: readonly string[], run: NativeCode): NativeFunction {
  return new NativeFunction(name, parameters, run);
}

/** A method and the value that it belongs to, which is its first argument. */
export class BoundMethod {
  readonly [TYPE_NAME] = 'builtin_function_or_method';

  constructor(
    readonly self: Value,
    readonly method: NativeFunction,
  ) {}
}
