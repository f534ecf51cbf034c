import type { BinaryOperator, ComparisonOperator, Expression } from './ast.js';
import { type ExpressionGrammar, spanOf, type TupleOptions } from './grammar.js';
import { parseFiltersAndTests, parsePostfix } from './parse-postfix.js';
import { parsePrimary } from './parse-primary.js';
import { describe, type TokenStream } from './token-stream.js';

const COMPARISONS: ReadonlySet<unknown> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SUMS: ReadonlySet<unknown> = new Set(['+', '-']);
const PRODUCTS: ReadonlySet<unknown> = new Set(['*', '/', '//', '%']);
const POWERS: ReadonlySet<unknown> = new Set(['**']);
/** Python gives up at about a hundred nested brackets. */
const DEEPEST = 200;

/** Jinja2's expressions, one method a level of precedence, loosest first. */
export class ExpressionParser implements ExpressionGrammar {
  #depth = 0;

  constructor(readonly stream: TokenStream) {}

  expression(): Expression {
    if (++this.#depth > DEEPEST) this.stream.fail('The expression is nested too deeply');
    let node = this.#or();
    while (this.stream.isName('if')) {
      const span = spanOf(this.stream.next());
      const test = this.#or();
      const whenFalse = this.stream.skipName('else') ? this.expression() : null;
      node = { kind: 'Conditional', test, whenTrue: node, whenFalse, ...span };
    }
    this.#depth--;
    return node;
  }

  tuple(options: TupleOptions = {}): Expression {
    const { stream } = this;
    const span = spanOf(stream.current);
    const items: Expression[] = [];
    let tuple = false;
    for (;;) {
      if (items.length > 0) stream.expectOperator(',');
      if (this.#tupleEnds(options.end)) break;
      items.push(options.conditional === false ? this.#or() : this.expression());
      if (!stream.isOperator(',')) break;
      tuple = true;
    }
    if (tuple) return { kind: 'Tuple', items, ...span };
    if (items[0] !== undefined) return items[0];
    if (options.empty !== true) stream.fail(`Expected an expression, found ${describe(stream.current)}`);
    return { kind: 'Tuple', items, ...span };
  }

  #tupleEnds(end: string | undefined): boolean {
    const { stream } = this;
    if (stream.is('variable_end') || stream.is('block_end') || stream.isOperator(')')) return true;
    return end !== undefined && stream.isName(end);
  }

  #or(): Expression {
    let left = this.#and();
    while (this.stream.isName('or')) {
      const span = spanOf(this.stream.next());
      left = { kind: 'Or', left, right: this.#and(), ...span };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.stream.isName('and')) {
      const span = spanOf(this.stream.next());
      left = { kind: 'And', left, right: this.#not(), ...span };
    }
    return left;
  }

  #not(): Expression {
    if (!this.stream.isName('not')) return this.#compare();
    if (++this.#depth > DEEPEST) this.stream.fail('The expression is nested too deeply');
    const span = spanOf(this.stream.next());
    const operand = this.#not();
    this.#depth--;
    return { kind: 'Not', operand, ...span };
  }

  #compare(): Expression {
    const first = this.#sum();
    const rest = [];
    for (;;) {
      const span = spanOf(this.stream.current);
      const operator = this.#comparison();
      if (operator === null) break;
      rest.push({ operator, operand: this.#sum(), ...span });
    }
    const span = rest[0];
    if (span === undefined) return first;
    return { kind: 'Compare', first, rest, line: span.line, column: span.column, length: span.length };
  }

  #comparison(): ComparisonOperator | null {
    const { stream } = this;
    if (stream.is('operator') && COMPARISONS.has(stream.current.value))
      return stream.next().value as ComparisonOperator;
    if (stream.skipName('in')) return 'in';
    if (!stream.isName('not') || stream.ahead.type !== 'name' || stream.ahead.value !== 'in') return null;
    stream.next();
    stream.next();
    return 'not in';
  }

  #sum(): Expression {
    return this.#binary(SUMS, () => this.#concat());
  }

  #concat(): Expression {
    const items = [this.#product()];
    const span = spanOf(this.stream.current);
    while (this.stream.skipOperator('~')) items.push(this.#product());
    return items.length === 1 ? items[0]! : { kind: 'Concat', items, ...span };
  }

  #product(): Expression {
    return this.#binary(PRODUCTS, () => this.#power());
  }

  #power(): Expression {
    return this.#binary(POWERS, () => this.unary());
  }

  #binary(operators: ReadonlySet<unknown>, operand: () => Expression): Expression {
    let left = operand();
    while (this.stream.is('operator') && operators.has(this.stream.current.value)) {
      const token = this.stream.next();
      left = { kind: 'Binary', operator: token.value as BinaryOperator, left, right: operand(), ...spanOf(token) };
    }
    return left;
  }

  unary(): Expression {
    return parseFiltersAndTests(this, this.#signed());
  }

  /** A sign binds tighter than a filter: `-1 | abs` is `(-1) | abs`. */
  #signed(): Expression {
    const { stream } = this;
    const minus = stream.isOperator('-');
    if (!minus && !stream.isOperator('+')) return parsePostfix(this, parsePrimary(this));
    if (++this.#depth > DEEPEST) stream.fail('The expression is nested too deeply');
    const span = spanOf(stream.next());
    const operand = this.#signed();
    this.#depth--;
    return parsePostfix(this, { kind: minus ? 'Negative' : 'Positive', operand, ...span });
  }
}
