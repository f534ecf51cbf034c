import { type MaybePromise, mapInOrder, then } from '../maybe-promise.js';
import { itemsOf } from '../values/iterate.js';
import { hostFunction, type NativeFunction } from '../values/native-function.js';
import { isTrue } from '../values/truth.js';
import type { Value } from '../values/value.js';
import { compileTarget } from './compile-target.js';
import { BREAK, type Code, type Compiler, NEXT, type Signal, type StatementOf, type Step } from './compiler.js';
import { type LoopState, loopObject } from './loop.js';
import { Output } from './output.js';
import { Scope } from './scope.js';
import type { Site } from './site.js';

/** The parts of a for statement. */
interface ForCode {
  readonly site: Site;
  readonly assign: (scope: Scope, value: Value) => void;
  readonly test: Code | null;
  readonly body: Step;
  readonly otherwise: Step | null;
  readonly recursive: boolean;
}

export function compileFor(node: StatementOf<'For'>, compiler: Compiler): Step {
  const iterable = compiler.expression(node.iterable);
  const site = compiler.site(node.iterable);
  const code: ForCode = {
    site,
    assign: compileTarget(node.target, compiler),
    test: node.test && compiler.expression(node.test),
    body: compiler.body(node.body),
    otherwise: node.otherwise && compiler.body(node.otherwise),
    recursive: node.recursive,
  };
  return (scope, output) => then(iterable(scope), (value) => runLoop(code, value, scope, output, 0));
}

function runLoop(code: ForCode, value: Value, scope: Scope, output: Output, depth: number): MaybePromise<Signal> {
  scope.run.at(code.site);
  return then(passing(code, itemsOf(value), scope), (items) => {
    if (items.length === 0) return code.otherwise?.(new Scope(scope.run, scope), output) ?? NEXT;
    const state: LoopState = { items, index: 0, depth };
    const around = new Scope(scope.run, scope);
    around.set('loop', loopObject(state, code.recursive ? recursion(code, scope, depth) : null));
    return then(runRounds(code, state, around, output), () => NEXT);
  });
}

/** The items that the loop's own `if` lets through. */
function passing(code: ForCode, items: readonly Value[], scope: Scope): MaybePromise<readonly Value[]> {
  const { test } = code;
  if (test === null) return items;
  const results = mapInOrder(items, (item) => {
    scope.run.at(code.site);
    const inner = new Scope(scope.run, scope);
    code.assign(inner, item);
    return then(test(inner), isTrue);
  });
  return then(results, (passed) => items.filter((_, i) => passed[i]));
}

/** `loop(items)`: the text of the loop over other items. */
function recursion(code: ForCode, scope: Scope, depth: number): NativeFunction {
  return hostFunction('loop', ['iterable'], ([items]) => {
    const { run } = scope;
    const inner = new Output(run);
    const level = run.enter('loop');
    return then(
      run.shallow(() => runLoop(code, items, scope, inner, depth + 1)),
      () => {
        run.leave(level);
        return run.capture(inner);
      },
    );
  });
}

function runRounds(code: ForCode, state: LoopState, scope: Scope, output: Output): MaybePromise<void> {
  for (; state.index < state.items.length; state.index++) {
    const signal = runRound(code, state, scope, output);
    if (signal instanceof Promise) return runOtherRounds(code, state, scope, output, signal);
    if (signal === BREAK) return;
  }
}

async function runOtherRounds(
  code: ForCode,
  state: LoopState,
  scope: Scope,
  output: Output,
  pending: Promise<Signal>,
): Promise<void> {
  let signal = await pending;
  while (signal !== BREAK && ++state.index < state.items.length) {
    signal = await runRound(code, state, scope, output);
  }
}

function runRound(code: ForCode, state: LoopState, around: Scope, output: Output): MaybePromise<Signal> {
  const { run } = around;
  run.at(code.site);
  const scope = new Scope(run, around);
  code.assign(scope, state.items[state.index]);
  return code.body(scope, output);
}
