import { typeError } from '../errors.js';
import { Dict } from './dict.js';
import { Tuple } from './tuple.js';
import type { Value } from './value.js';

/** Arguments given by name. */
export type NamedArguments = ReadonlyMap<string, Value>;
/** No arguments by name. */
export const NO_NAMED: NamedArguments = new Map();

/**
 * The parameters of a function: `name` is required, `name?` optional, `*name` takes further positional arguments
 * (as a tuple), `**name` further named ones (as a dict).
 */
export class Signature {
  readonly #names: string[] = [];
  readonly #required: number;
  readonly #rest: boolean;
  readonly #restNamed: boolean;

  constructor(parameters: readonly string[]) {
    let required = 0;
    for (const parameter of parameters) {
      if (parameter.startsWith('*')) continue;
      const optional = parameter.endsWith('?');
      this.#names.push(optional ? parameter.slice(0, -1) : parameter);
      if (!optional) required++;
    }
    this.#required = required;
    this.#rest = parameters.some((parameter) => /^\*[^*]/.test(parameter));
    this.#restNamed = parameters.some((parameter) => parameter.startsWith('**'));
  }

  /** One value a parameter, undefined where none was given; then the rests. `name` is for the message of an error. */
  bind(name: string, positional: readonly Value[], named: NamedArguments): readonly Value[] {
    const names = this.#names;
    const plain = !this.#rest && !this.#restNamed;
    if (plain && named.size === 0 && positional.length >= this.#required && positional.length <= names.length) {
      return positional;
    }
    const bound: Value[] = positional.slice(0, names.length);
    if (positional.length > names.length && !this.#rest) {
      throw typeError(`${name}() takes at most ${names.length} arguments (${positional.length} given)`);
    }
    const others = this.#bindNamed(name, bound, positional.length, named);
    for (let i = 0; i < this.#required; i++) {
      if (bound[i] === undefined && i >= positional.length) {
        throw typeError(`${name}() is missing the argument '${names[i]}'`);
      }
    }
    bound.length = names.length;
    if (this.#rest) bound.push(new Tuple(positional.slice(names.length)));
    if (this.#restNamed) bound.push(others);
    return bound;
  }

  #bindNamed(name: string, bound: Value[], given: number, named: NamedArguments): Dict {
    const others = new Dict();
    for (const [key, value] of named) {
      const index = this.#names.indexOf(key);
      if (index < 0) {
        if (!this.#restNamed) throw typeError(`${name}() got an unexpected keyword argument '${key}'`);
        others.set(key, value);
      } else {
        if (index < given) throw typeError(`${name}() got multiple values for argument '${key}'`);
        bound[index] = value;
      }
    }
    return others;
  }
}
