import { integerValue, unescapeString } from './literals.js';
import { OPERATORS, type TokenType } from './token.js';

const SPACE = /\s+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const ASCII_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const TWO_CHARACTERS: ReadonlySet<string> = new Set(OPERATORS.filter((operator) => operator.length === 2));
const ONE_CHARACTER: ReadonlySet<string> = new Set(OPERATORS.filter((operator) => operator.length === 1));

/** A token inside a tag, before it has a position. */
export interface TagToken {
  readonly type: TokenType;
  readonly value: string | number | bigint;
  readonly end: number;
}

/** The text that `pattern` (sticky) matches at an offset. */
export function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? text.slice(offset, pattern.lastIndex) : undefined;
}

/** The offset behind white space. */
export function skipSpace(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  // Nearly always there is none, or one blank.
  if (code > 32 && code < 127) return offset;
  const next = text.charCodeAt(offset + 1);
  if (code === 32 && next > 32 && next < 127) return offset + 1;
  SPACE.lastIndex = offset;
  return SPACE.test(text) ? SPACE.lastIndex : offset;
}

/** The token at an offset inside a tag, or undefined where no token starts with that character. */
export function tagTokenAt(text: string, offset: number): TagToken | undefined {
  const first = text.charCodeAt(offset);
  if (isDigit(first)) return numberAt(text, offset);
  if (first === 34 || first === 39) return stringAt(text, offset);
  return nameAt(text, offset, first) ?? operatorAt(text, offset);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function nameAt(text: string, offset: number, first: number): TagToken | undefined {
  if (first < 65) return undefined;
  let name = matchAt(ASCII_NAME, text, offset);
  const end = offset + (name?.length ?? 0);
  if (text.charCodeAt(end) > 127) name = matchAt(NAME, text, offset);
  return name === undefined ? undefined : { type: 'name', value: name, end: offset + name.length };
}

function stringAt(text: string, offset: number): TagToken | undefined {
  const string = matchAt(STRING, text, offset);
  if (string === undefined) return undefined;
  return { type: 'string', value: unescapeString(string.slice(1, -1)), end: offset + string.length };
}

function numberAt(text: string, offset: number): TagToken | undefined {
  // In `row.0.1` the digits are two subscripts, not a float.
  const float = text[offset - 1] === '.' ? undefined : matchAt(FLOAT, text, offset);
  if (float !== undefined) {
    return { type: 'float', value: Number(float.replaceAll('_', '')), end: offset + float.length };
  }
  const integer = matchAt(INTEGER, text, offset);
  if (integer === undefined) return undefined;
  return { type: 'integer', value: integerValue(integer), end: offset + integer.length };
}

function operatorAt(text: string, offset: number): TagToken | undefined {
  const two = text.slice(offset, offset + 2);
  if (TWO_CHARACTERS.has(two)) return { type: 'operator', value: two, end: offset + 2 };
  const one = two.slice(0, 1);
  return ONE_CHARACTER.has(one) ? { type: 'operator', value: one, end: offset + 1 } : undefined;
}
