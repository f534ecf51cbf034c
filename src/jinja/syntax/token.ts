import type { Span } from './syntax-error.js';

/** `begin` and `end` tokens stand for the delimiters; an operator's type is its own text. */
export type TokenType =
  | 'data'
  | 'variable_begin'
  | 'variable_end'
  | 'block_begin'
  | 'block_end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'eof';

/** One token of a template. */
export interface Token extends Span {
  readonly type: TokenType;
  /** The text of names, operators, delimiters and data; the value of literals. */
  readonly value: string | number | bigint;
  /** Its place in the list of tokens. */
  readonly index: number;
  /** Offsets in the template's text. */
  readonly start: number;
  readonly end: number;
}

/** Operators, longest first. */
export const OPERATORS = [
  '**',
  '//',
  '==',
  '!=',
  '>=',
  '<=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '~',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  '>',
  '<',
  '=',
  '.',
  ':',
  '|',
  ',',
  ';',
] as const;

/** The bracket that closes another. */
export const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
