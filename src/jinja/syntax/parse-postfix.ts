import type { Expression } from './ast.js';
import { type ExpressionGrammar, spanOf } from './grammar.js';
import { NO_ARGUMENTS, parseArguments } from './parse-arguments.js';
import { parsePrimary } from './parse-primary.js';
import { describe } from './token-stream.js';

/** Attributes, subscripts and calls behind an expression. */
export function parsePostfix(grammar: ExpressionGrammar, start: Expression): Expression {
  const { stream } = grammar;
  let node = start;
  for (;;) {
    if (stream.skipOperator('.')) node = parseAttribute(grammar, node);
    else if (stream.isOperator('[')) node = parseSubscript(grammar, node);
    else if (stream.isOperator('(')) node = parseCall(grammar, node);
    else return node;
  }
}

/** Filters, tests and calls of their results behind an expression. */
export function parseFiltersAndTests(grammar: ExpressionGrammar, start: Expression): Expression {
  const { stream } = grammar;
  let node = start;
  for (;;) {
    if (stream.skipOperator('|')) node = parseFilter(grammar, node);
    else if (stream.skipName('is')) node = parseTest(grammar, node);
    else if (stream.isOperator('(')) node = parseCall(grammar, node);
    else return node;
  }
}

/** The filter chain in the opening tag of a filter or set block; its first operand is the block's body. */
export function parseFilterChain(grammar: ExpressionGrammar): Expression {
  let node = parseFilter(grammar, null);
  while (grammar.stream.skipOperator('|')) node = parseFilter(grammar, node);
  return node;
}

function parseAttribute({ stream }: ExpressionGrammar, object: Expression): Expression {
  const token = stream.next();
  const span = spanOf(token);
  if (token.type === 'name') return { kind: 'Attribute', object, name: token.value as string, ...span };
  if (token.type !== 'integer') stream.fail(`Expected a name or a number after '.', found ${describe(token)}`, token);
  return { kind: 'Item', object, key: { kind: 'Constant', value: token.value, ...span }, ...span };
}

function parseSubscript(grammar: ExpressionGrammar, object: Expression): Expression {
  const { stream } = grammar;
  const span = spanOf(stream.expectOperator('['));
  if (stream.isOperator(':')) return parseSlice(grammar, object, null);
  const first = grammar.expression();
  if (stream.isOperator(':')) return parseSlice(grammar, object, first);
  const keys = [first];
  let tuple = false;
  while (stream.skipOperator(',')) {
    tuple = true;
    if (stream.isOperator(']')) break;
    keys.push(grammar.expression());
  }
  stream.expectOperator(']');
  return { kind: 'Item', object, key: tuple ? { kind: 'Tuple', items: keys, ...span } : first, ...span };
}

function parseSlice(grammar: ExpressionGrammar, object: Expression, start: Expression | null): Expression {
  const { stream } = grammar;
  const span = spanOf(stream.expectOperator(':'));
  const bound = () => (stream.isOperator(':') || stream.isOperator(']') ? null : grammar.expression());
  const stop = bound();
  const step = stream.skipOperator(':') ? bound() : null;
  stream.expectOperator(']');
  return { kind: 'Slice', object, start, stop, step, ...span };
}

function parseCall(grammar: ExpressionGrammar, callee: Expression): Expression {
  const { line, column, length } = callee;
  return { kind: 'Call', callee, args: parseArguments(grammar), line, column, length };
}

function dottedName({ stream }: ExpressionGrammar): string {
  let name = stream.expectName();
  while (stream.skipOperator('.')) name += `.${stream.expectName()}`;
  return name;
}

function parseFilter(grammar: ExpressionGrammar, operand: Expression | null): Expression {
  const { stream } = grammar;
  const span = spanOf(stream.current);
  const name = dottedName(grammar);
  const args = stream.isOperator('(') ? parseArguments(grammar) : NO_ARGUMENTS;
  return { kind: 'Filter', operand, name, args, ...span };
}

function parseTest(grammar: ExpressionGrammar, operand: Expression): Expression {
  const { stream } = grammar;
  const negated = stream.skipName('not');
  const span = spanOf(stream.current);
  const name = dottedName(grammar);
  let args = NO_ARGUMENTS;
  if (stream.isOperator('(')) {
    args = parseArguments(grammar);
  } else if (startsArgument(grammar)) {
    if (stream.isName('is')) stream.fail('Tests can not be chained with is');
    args = { ...NO_ARGUMENTS, positional: [parsePostfix(grammar, parsePrimary(grammar))] };
  }
  const test: Expression = { kind: 'Test', operand, name, args, ...span };
  return negated ? { kind: 'Not', operand: test, ...span } : test;
}

/** A test may have one argument without parentheses: `x is divisibleby 3`. */
function startsArgument({ stream }: ExpressionGrammar): boolean {
  if (stream.isOperator('[') || stream.isOperator('{')) return true;
  if (stream.is('name')) return !stream.isName('else', 'or', 'and');
  return stream.is('string') || stream.is('integer') || stream.is('float');
}
