import { PyFloat } from '../values/number.js';
import type { Expression } from './ast.js';
import { type ExpressionGrammar, spanOf } from './grammar.js';
import type { Token } from './token.js';
import { describe } from './token-stream.js';

const NAMED_CONSTANTS = new Map<unknown, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** Whether a name is a constant and can not be assigned to. */
export function isConstantName(name: string): boolean {
  return NAMED_CONSTANTS.has(name);
}

/** A literal, a name or a bracketed expression. */
export function parsePrimary(grammar: ExpressionGrammar): Expression {
  const { stream } = grammar;
  const token = stream.current;
  const span = spanOf(token);
  switch (token.type) {
    case 'name':
      stream.next();
      return NAMED_CONSTANTS.has(token.value)
        ? { kind: 'Constant', value: NAMED_CONSTANTS.get(token.value), ...span }
        : { kind: 'Name', name: token.value as string, ...span };
    case 'string':
      return { kind: 'Constant', value: adjacentStrings(grammar), ...span };
    case 'integer':
      return { kind: 'Constant', value: stream.next().value, ...span };
    case 'float':
      return { kind: 'Constant', value: PyFloat.of(stream.next().value as number), ...span };
    case 'operator':
      return parseBracketed(grammar, token);
    default:
      return stream.fail(`Expected an expression, found ${describe(token)}`);
  }
}

function adjacentStrings({ stream }: ExpressionGrammar): string {
  let text = '';
  while (stream.is('string')) text += stream.next().value;
  return text;
}

function parseBracketed(grammar: ExpressionGrammar, token: Token): Expression {
  const { stream } = grammar;
  const span = spanOf(token);
  if (stream.skipOperator('(')) {
    const inner = grammar.tuple({ empty: true });
    stream.expectOperator(')');
    return inner;
  }
  if (stream.skipOperator('[')) {
    return { kind: 'List', items: separated(grammar, ']', () => grammar.expression()), ...span };
  }
  if (stream.skipOperator('{')) {
    if (stream.isOperator('{')) {
      const hint = 'Names are written without braces inside of {{ }} and {% %}.';
      stream.fail('Braces inside of a tag', token, { hint });
    }
    const entries = separated(grammar, '}', () => {
      const key = grammar.expression();
      stream.expectOperator(':');
      return [key, grammar.expression()] as const;
    });
    return { kind: 'Dict', entries, ...span };
  }
  return stream.fail(`Expected an expression, found ${describe(token)}`);
}

function separated<T>({ stream }: ExpressionGrammar, closing: string, item: () => T): T[] {
  const items: T[] = [];
  while (!stream.isOperator(closing)) {
    if (items.length > 0) stream.expectOperator(',');
    if (stream.isOperator(closing)) break;
    items.push(item());
  }
  stream.expectOperator(closing);
  return items;
}
