import { type Span, type SyntaxErrorDetail, syntaxError, type TemplateSource } from './syntax-error.js';
import type { Token, TokenType } from './token.js';

/** Reads tokens one by one with a look ahead of one. */
export class TokenStream {
  #index = 0;

  constructor(
    readonly source: TemplateSource,
    readonly tokens: readonly Token[],
  ) {}

  get current(): Token {
    return this.tokens[this.#index]!;
  }

  get ahead(): Token {
    return this.tokens[this.#index + 1] ?? this.current;
  }

  get previous(): Token {
    return this.tokens[this.#index - 1] ?? this.current;
  }

  next(): Token {
    return this.tokens[this.#index++]!;
  }

  is(type: TokenType, value?: string): boolean {
    const token = this.current;
    return token.type === type && (value === undefined || token.value === value);
  }

  isOperator(value: string): boolean {
    return this.is('operator', value);
  }

  isName(...values: readonly string[]): boolean {
    const token = this.current;
    return token.type === 'name' && values.includes(token.value as string);
  }

  skipOperator(value: string): boolean {
    const found = this.isOperator(value);
    if (found) this.#index++;
    return found;
  }

  skipName(value: string): boolean {
    const found = this.is('name', value);
    if (found) this.#index++;
    return found;
  }

  expect(type: TokenType, value?: string): Token {
    if (!this.is(type, value)) {
      this.fail(`Expected ${value === undefined ? describeType(type) : `'${value}'`}, found ${describe(this.current)}`);
    }
    return this.next();
  }

  expectOperator(value: string): Token {
    return this.expect('operator', value);
  }

  expectName(): string {
    return this.expect('name').value as string;
  }

  fail(message: string, at: Span = this.current, detail: SyntaxErrorDetail = {}): never {
    throw syntaxError(this.source, at, message, detail);
  }
}

/** A token as an error message names it. */
export function describe(token: Token): string {
  switch (token.type) {
    case 'eof':
      return 'the end of the template';
    case 'string':
      return `the string ${JSON.stringify(token.value)}`;
    default:
      return `'${token.value}'`;
  }
}

function describeType(type: TokenType): string {
  switch (type) {
    case 'block_end':
      return "'%}'";
    case 'variable_end':
      return "'}}'";
    case 'name':
      return 'a name';
    default:
      return type;
  }
}
