import { integerValue, unescapeString } from './literals.js';
import { OPERATORS, type TokenType } from './token.js';

const SPACE = /\s+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;

/** A token inside a tag, before it has a position. */
export interface TagToken {
  readonly type: TokenType;
  readonly value: string | number | bigint;
  readonly end: number;
}

/** The text that `pattern` (sticky) matches at an offset. */
export function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/** The offset behind white space. */
export function skipSpace(text: string, offset: number): number {
  return offset + (matchAt(SPACE, text, offset)?.length ?? 0);
}

/** The token at an offset inside a tag, or undefined where no token starts with that character. */
export function tagTokenAt(text: string, offset: number): TagToken | undefined {
  // In `row.0.1` the digits are two subscripts, not a float.
  const float = text[offset - 1] === '.' ? undefined : matchAt(FLOAT, text, offset);
  if (float !== undefined) {
    return { type: 'float', value: Number(float.replaceAll('_', '')), end: offset + float.length };
  }
  const integer = matchAt(INTEGER, text, offset);
  if (integer !== undefined) return { type: 'integer', value: integerValue(integer), end: offset + integer.length };
  const name = matchAt(NAME, text, offset);
  if (name !== undefined) return { type: 'name', value: name, end: offset + name.length };
  const string = matchAt(STRING, text, offset);
  if (string !== undefined) {
    return { type: 'string', value: unescapeString(string.slice(1, -1)), end: offset + string.length };
  }
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, offset));
  return operator === undefined ? undefined : { type: 'operator', value: operator, end: offset + operator.length };
}
