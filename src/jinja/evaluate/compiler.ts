import type { MaybePromise } from '../maybe-promise.js';
import type { Body, Expression, Statement } from '../syntax/ast.js';
import type { Span } from '../syntax/syntax-error.js';
import type { Value } from '../values/value.js';
import type { Output } from './output.js';
import type { Scope } from './scope.js';
import type { Site } from './site.js';

/** A compiled expression. */
export type Code = (scope: Scope) => MaybePromise<Value>;

/** What a statement says to the loop around it. */
export const NEXT = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export type Signal = typeof NEXT | typeof BREAK | typeof CONTINUE;

/** A compiled statement. */
export type Step = (scope: Scope, output: Output) => MaybePromise<Signal>;

/** Turns nodes into functions; given to the rules so that they can compile what is inside of theirs. */
export interface Compiler {
  expression(node: Expression): Code;
  body(nodes: Body): Step;
  site(span: Span): Site;
}

/** The nodes of one kind. */
export type ExpressionOf<K extends Expression['kind']> = OfKind<Expression, K>;
export type StatementOf<K extends Statement['kind']> = OfKind<Statement, K>;
type OfKind<N extends { kind: string }, K> = N extends unknown
  ? [Extract<N['kind'], K>] extends [never]
    ? never
    : N
  : never;
