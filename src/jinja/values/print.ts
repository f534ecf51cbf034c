import { TemplateError } from '../errors.js';
import { DictItems } from './dict-items.js';
import { dictView } from './dict-view.js';
import { floatText } from './float-text.js';
import { Generator } from './generator.js';
import { HostObject } from './host-object.js';
import { Macro } from './macro-value.js';
import { Namespace } from './namespace.js';
import { BoundMethod, NativeFunction } from './native-function.js';
import { isFloat, PyFloat } from './number.js';
import { Range } from './range.js';
import { PySet } from './set.js';
import { textRepr } from './text-repr.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import { Undefined } from './undefined.js';
import type { Value } from './value.js';

/** Pieces that one text may consist of: a list that holds itself twice, and so on, would fill the memory. */
const MOST_PIECES = 4_000_000;

/** `str(value)`: what `{{ value }}` prints. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return '';
  if (value instanceof HostObject && value.traits.print !== undefined) return value.traits.print();
  return new Printer().repr(value);
}

/** `repr(value)`: how it stands inside a printed list. */
export function toRepr(value: Value): string {
  return new Printer().repr(value);
}

class Printer {
  #pieces = 0;
  /** The containers that are being printed. */
  readonly #open: Value[] = [];

  repr(value: Value): string {
    if (++this.#pieces > MOST_PIECES) throw new TemplateError('LimitError', 'The value is too large to be printed');
    switch (typeof value) {
      case 'string':
        return textRepr(value);
      case 'boolean':
        return value ? 'True' : 'False';
      case 'number':
        return isFloat(value) ? floatText(value) : String(value);
      case 'bigint':
        return String(value);
      case 'undefined':
        return 'None';
      case 'object':
        return value === null ? 'None' : this.#object(value);
      default:
        return '<object>';
    }
  }

  #object(value: object): string {
    if (Array.isArray(value)) return this.#items(value, value, '[', ']');
    if (value instanceof PyFloat) return floatText(value.value);
    if (value instanceof Undefined) return 'Undefined';
    if (value instanceof Tuple) return this.#items(value, value.items, '(', value.items.length === 1 ? ',)' : ')');
    if (value instanceof DictItems) return this.#items(value, value.items, `${typeName(value)}([`, '])');
    if (value instanceof PySet) return value.size === 0 ? 'set()' : this.#items(value, value.items(), '{', '}');
    if (value instanceof HostObject) {
      const shown = value.traits.repr ?? value.traits.print;
      if (shown !== undefined) return shown();
    }
    if (value instanceof Namespace) return `<Namespace ${this.#object(value.attributes)}>`;
    if (value instanceof Range) {
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
    }
    if (value instanceof NativeFunction) return `<function ${value.name}>`;
    if (value instanceof BoundMethod) {
      return `<built-in method ${value.method.name} of ${typeName(value.self)} object>`;
    }
    if (value instanceof Macro) return `<Macro '${value.name}'>`;
    if (value instanceof Generator) return '<generator object>';
    const entries = dictView(value)?.entries();
    return entries === undefined ? `<${typeName(value)} object>` : this.#entries(value, entries);
  }

  #items(owner: Value, items: readonly Value[], opening: string, closing: string): string {
    if (this.#open.includes(owner)) return `${opening}...${closing}`;
    this.#open.push(owner);
    const text = items.map((item) => this.repr(item)).join(', ');
    this.#open.pop();
    return opening + text + closing;
  }

  #entries(owner: Value, entries: readonly (readonly [Value, Value])[]): string {
    if (this.#open.includes(owner)) return '{...}';
    this.#open.push(owner);
    const text = entries.map(([key, value]) => `${this.repr(key)}: ${this.repr(value)}`).join(', ');
    this.#open.pop();
    return `{${text}}`;
  }
}
