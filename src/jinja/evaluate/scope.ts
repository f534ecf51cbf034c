import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import type { Run } from './run.js';

/** The variables of a block that has its own: a loop's round, a macro's call, a with block, a template. */
export class Scope {
  #variables: Map<string, Value> | null = null;

  constructor(
    readonly run: Run,
    readonly outer: Scope | null,
  ) {}

  /** The value of a name; a Jinja2 Undefined where there is none. */
  lookup(name: string): Value {
    for (let scope: Scope | null = this; scope !== null; scope = scope.outer) {
      const value = scope.#variables?.get(name);
      if (value !== undefined) return value;
    }
    const value = this.run.global(name);
    return value !== undefined ? value : new Undefined(name, undefined, () => this.names());
  }

  /** Sets a variable of this very scope. */
  set(name: string, value: Value): void {
    this.#variables ??= new Map();
    this.#variables.set(name, value === undefined ? null : value);
  }

  /** All names that can be seen. */
  *names(): Iterable<string> {
    for (let scope: Scope | null = this; scope !== null; scope = scope.outer) yield* scope.#variables?.keys() ?? [];
    yield* this.run.globalNames();
  }
}
