import type { MaybePromise } from '../maybe-promise.js';
import type { CallContext } from './native-function.js';
import type { NamedArguments } from './signature.js';
import { TYPE_NAME } from './type-name.js';
import type { Value } from './value.js';

/** Runs a macro's body; given by the evaluator. */
export type MacroCode = (
  positional: readonly Value[],
  named: NamedArguments,
  context: CallContext,
) => MaybePromise<Value>;

/** A macro as a value: it can be called, passed on and asked for its name and arguments. */
export class Macro {
  readonly [TYPE_NAME] = 'Macro';

  constructor(
    readonly name: string,
    readonly parameters: readonly string[],
    readonly run: MacroCode,
  ) {}
}
