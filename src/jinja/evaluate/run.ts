import { nearest } from '../../core/nearest.js';
import type { Location } from '../../core/position.js';
import { Budget, type Limits } from '../budget.js';
import { TemplateError, typeError } from '../errors.js';
import type { MaybePromise } from '../maybe-promise.js';
import { DictItems } from '../values/dict-items.js';
import { HostObject } from '../values/host-object.js';
import { Macro } from '../values/macro-value.js';
import { BoundMethod, type CallContext, NativeFunction } from '../values/native-function.js';
import { type NamedArguments, NO_NAMED } from '../values/signature.js';
import { Tuple } from '../values/tuple.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { getAttribute, getItem } from './access.js';
import { Captures } from './captures.js';
import type { Globals } from './globals.js';
import type { Output } from './output.js';
import { locationOf, type Site } from './site.js';

/** The functions, filters and tests of the language. */
export interface Environment {
  readonly globals: ReadonlyMap<string, Value>;
  readonly filters: ReadonlyMap<string, NativeFunction>;
  readonly tests: ReadonlyMap<string, NativeFunction>;
}

/** A macro that is running, and where it was called. */
export interface MacroFrame {
  readonly name: string;
  readonly calledAt: Site;
}

/** Macro calls inside of each other before the stack is emptied by a turn of the event loop. */
const CALLS_A_TURN = 16;

/** One rendering: what it sees, where it is, how much it may still do. */
export class Run implements CallContext {
  readonly budget: Budget;
  readonly captures = new Captures();
  /** The place that is evaluated now; evaluation is strictly one thing after another. */
  site: Site;
  readonly #frames: MacroFrame[] = [];

  constructor(
    readonly environment: Environment,
    readonly globals: Globals,
    limits: Limits,
    start: Site,
  ) {
    this.budget = new Budget(limits);
    this.site = start;
  }

  /** Counts one step, at a place. */
  at(site: Site): void {
    this.site = site;
    if (--this.budget.left < 0) this.budget.spend(0);
  }

  /** Counts the work of going through a value. */
  spendFor(value: Value): void {
    if (typeof value === 'string') this.budget.spend(value.length >> 6);
    else if (Array.isArray(value)) this.budget.spend(value.length);
    else if (value instanceof Tuple || value instanceof DictItems) this.budget.spend(value.items.length);
  }

  /** Begins a macro; the result is for `leave`. */
  enter(name: string): number {
    const level = this.#frames.length;
    if (level >= this.budget.limits.macroDepth) {
      throw new TemplateError(
        'RecursionError',
        `Macros call each other more than ${level} levels deep`,
        'Look for a macro that calls itself without an end.',
      );
    }
    this.#frames.push({ name, calledAt: this.site });
    return level;
  }

  leave(level: number): void {
    const frame = this.#frames[level];
    if (frame !== undefined) this.site = frame.calledAt;
    this.#frames.length = level;
  }

  /** Runs `step`; where macros are nested deeply in a new turn, so that the stack of JavaScript does not end. */
  shallow<T>(step: () => MaybePromise<T>): MaybePromise<T> {
    return this.#frames.length % CALLS_A_TURN === 0 ? Promise.resolve().then(step) : step();
  }

  /** The text of an output, remembered for the source map. */
  capture(output: Output): string {
    const map = output.finish();
    this.captures.remember(map);
    return map.text;
  }

  /** The running macros, innermost first. */
  frames(): readonly MacroFrame[] {
    return this.#frames.toReversed();
  }

  macros(): readonly string[] {
    return this.frames().map((frame) => frame.name);
  }

  location(): Location {
    return locationOf(this.site);
  }

  global(name: string): Value | undefined {
    const value = this.globals.get(name);
    return value === undefined ? this.environment.globals.get(name) : value;
  }

  *globalNames(): Iterable<string> {
    yield* this.globals.names();
    yield* this.environment.globals.keys();
  }

  attribute(object: Value, name: string): MaybePromise<Value> {
    return getAttribute(object, name);
  }

  item(object: Value, key: Value): MaybePromise<Value> {
    return getItem(object, key);
  }

  call(callee: Value, positional: readonly Value[] = [], named: NamedArguments = NO_NAMED): MaybePromise<Value> {
    if (callee instanceof NativeFunction) return callee.call(positional, named, this);
    if (callee instanceof BoundMethod) return callee.method.call([callee.self, ...positional], named, this);
    if (callee instanceof Macro) return callee.run(positional, named, this);
    if (callee instanceof Undefined) callee.fail();
    const code = callee instanceof HostObject ? callee.traits.call : undefined;
    if (code === undefined) throw typeError(`'${typeName(callee)}' object is not callable`);
    return code.call(positional, named, this);
  }

  filter(name: string, positional: readonly Value[], named: NamedArguments = NO_NAMED): MaybePromise<Value> {
    return known(this.environment.filters, name, 'filter').call(positional, named, this);
  }

  test(name: string, positional: readonly Value[], named: NamedArguments = NO_NAMED): MaybePromise<Value> {
    return known(this.environment.tests, name, 'test').call(positional, named, this);
  }
}

function known(table: ReadonlyMap<string, NativeFunction>, name: string, sort: string): NativeFunction {
  const found = table.get(name);
  if (found !== undefined) return found;
  const suggestion = nearest(name, table.keys());
  throw new TemplateError(
    'TemplateRuntimeError',
    `No ${sort} named '${name}'`,
    suggestion === null ? undefined : `Did you mean '${suggestion}'?`,
  );
}
