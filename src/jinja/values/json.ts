import { TemplateError, typeError, valueError } from '../errors.js';
import { sortBy } from './compare.js';
import { PyDecimal } from './decimal.js';
import { decimalText } from './decimal-parts.js';
import { dictView } from './dict-view.js';
import { isNumber } from './number.js';
import { toText } from './print.js';
import { Tuple } from './tuple.js';
import { typeName } from './type-name.js';
import type { Value } from './value.js';

/** How JSON is written: as Python's `json.dumps` does. */
export interface JsonOptions {
  readonly sortKeys?: boolean;
  /** Spaces a level; without it everything stands on one line. */
  readonly indent?: number | undefined;
}

const MOST_PIECES = 4_000_000;

/** The JSON text of a value, without characters outside of ASCII. Throws where it has none. */
export function toJson(value: Value, options: JsonOptions = {}): string {
  return new JsonWriter(options).write(value, '\n');
}

class JsonWriter {
  #pieces = 0;
  readonly #open: Value[] = [];
  readonly #step: string;

  constructor(readonly options: JsonOptions) {
    this.#step = ' '.repeat(options.indent ?? 0);
  }

  write(value: Value, lineBreak: string): string {
    if (++this.#pieces > MOST_PIECES) throw new TemplateError('LimitError', 'The value is too large for JSON');
    if (value === null || value === undefined) return 'null';
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return jsonText(value);
    if (isNumber(value)) return jsonNumber(toText(value));
    if (value instanceof PyDecimal) return decimalText(value.parts);
    if (Array.isArray(value)) return this.#list(value, value, lineBreak);
    if (value instanceof Tuple) return this.#list(value, value.items, lineBreak);
    const entries = dictView(value)?.entries();
    if (entries === undefined) throw typeError(`Object of type ${typeName(value)} is not JSON serializable`);
    return this.#dict(value, entries, lineBreak);
  }

  #list(owner: Value, items: readonly Value[], lineBreak: string): string {
    return this.#container(owner, '[', ']', lineBreak, (inner) => items.map((item) => this.write(item, inner)));
  }

  #dict(owner: Value, entries: readonly (readonly [Value, Value])[], lineBreak: string): string {
    const keys = entries.map((entry) => entry[0]);
    const ordered = this.options.sortKeys === true ? sortBy(entries, keys, false) : entries;
    return this.#container(owner, '{', '}', lineBreak, (inner) =>
      (ordered as readonly (readonly [Value, Value])[]).map(
        ([key, value]) => `${jsonKey(key)}: ${this.write(value, inner)}`,
      ),
    );
  }

  #container(
    owner: Value,
    opening: string,
    closing: string,
    lineBreak: string,
    write: (inner: string) => string[],
  ): string {
    if (this.#open.includes(owner)) throw valueError('Circular reference detected');
    this.#open.push(owner);
    const inner = lineBreak + this.#step;
    const items = write(inner);
    this.#open.pop();
    if (items.length === 0) return opening + closing;
    return this.options.indent === undefined
      ? opening + items.join(', ') + closing
      : opening + inner + items.join(`,${inner}`) + lineBreak + closing;
  }
}

function jsonKey(key: Value): string {
  if (typeof key === 'string') return jsonText(key);
  if (key === null) return '"null"';
  if (typeof key === 'boolean') return `"${key}"`;
  if (isNumber(key)) return `"${toText(key)}"`;
  throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function jsonText(text: string): string {
  const quoted = JSON.stringify(text);
  return quoted.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function jsonNumber(text: string): string {
  if (text === 'nan') return 'NaN';
  return text.replace('inf', 'Infinity');
}
