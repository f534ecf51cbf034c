import { valueError } from '../errors.js';
import { Dict } from './dict.js';
import { normalizeInt, PyFloat } from './number.js';
import type { Value } from './value.js';

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const WORDS: readonly (readonly [string, Value])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];
const DEEPEST = 500;

/** The values of a JSON text. Unlike JSON.parse it keeps 1.0 a float, large ints exact and keys in their order. */
export function parseJson(text: string): Value {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class JsonReader {
  #offset = 0;

  constructor(readonly text: string) {}

  value(depth: number): Value {
    if (depth > DEEPEST) this.#fail();
    this.#space();
    if (this.#skip('{')) return this.#dict(depth);
    if (this.#skip('[')) return this.#list(depth);
    if (this.text[this.#offset] === '"') return this.#string();
    for (const [word, value] of WORDS) if (this.#skip(word)) return value;
    const number = this.#match(NUMBER);
    const isFloat = number[1] !== undefined || number[2] !== undefined;
    return isFloat ? PyFloat.of(Number(number[0])) : normalizeInt(BigInt(number[0]));
  }

  end(): void {
    this.#space();
    if (this.#offset < this.text.length) this.#fail();
  }

  #dict(depth: number): Dict {
    const dict = new Dict();
    this.#space();
    if (this.#skip('}')) return dict;
    for (;;) {
      this.#space();
      const key = this.#string();
      this.#space();
      if (!this.#skip(':')) this.#fail();
      dict.set(key, this.value(depth + 1));
      if (this.#ends('}')) return dict;
    }
  }

  #list(depth: number): Value[] {
    const items: Value[] = [];
    this.#space();
    if (this.#skip(']')) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.#ends(']')) return items;
    }
  }

  /** Reads the comma or the closing bracket behind an item. */
  #ends(closing: string): boolean {
    this.#space();
    if (this.#skip(closing)) return true;
    return this.#skip(',') ? false : this.#fail();
  }

  #string(): string {
    const [quoted] = this.#match(STRING);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      return this.#fail();
    }
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.text);
    if (match === null) return this.#fail();
    this.#offset += match[0].length;
    return match;
  }

  #space(): void {
    while (this.#offset < this.text.length && ' \n\r\t'.includes(this.text[this.#offset]!)) this.#offset++;
  }

  #skip(word: string): boolean {
    const found = this.text.startsWith(word, this.#offset);
    if (found) this.#offset += word.length;
    return found;
  }

  #fail(): never {
    throw valueError(`The text is not valid JSON at character ${this.#offset + 1}`);
  }
}
