import type { Body, Expression, Statement } from './ast.js';
import type { Span } from './syntax-error.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** How a list of expressions without brackets is read. */
export interface TupleOptions {
  /** Whether `a if b else c` may stand in it; false where an `if` of the tag follows. */
  readonly conditional?: boolean;
  /** Whether no expression at all is the empty tuple. */
  readonly empty?: boolean;
  /** A name that ends it. */
  readonly end?: string;
}

/** What the rules for the parts of an expression need of each other. */
export interface ExpressionGrammar {
  readonly stream: TokenStream;
  expression(): Expression;
  unary(): Expression;
  tuple(options?: TupleOptions): Expression;
}

/** What the rules for tags need of each other. */
export interface TagGrammar extends ExpressionGrammar {
  /** The statements up to one of the closing tags, whose name is the current token afterwards. */
  body(opened: Token, closing: readonly string[]): Body;
  /** As `body`, and reads the closing tag's name. */
  wholeBody(opened: Token, closing: readonly string[]): Body;
  /** Runs `read` as the body of a loop (or as a place where no loop is around). */
  withLoop<T>(inLoop: boolean, read: () => T): T;
  readonly inLoop: boolean;
}

/** Reads a tag from behind its name to before its `%}`. */
export type TagRule = (grammar: TagGrammar, tag: Token) => Statement;

/** The place of a token, for the node that starts with it. */
export function spanOf(token: Token): Span {
  return { line: token.line, column: token.column, length: token.length };
}
