import type { Target } from './ast.js';
import { type ExpressionGrammar, spanOf } from './grammar.js';
import { isConstantName } from './parse-primary.js';

/** What stands before `=` in a set tag or before `in` in a for tag: names, `namespace.name`, nested tuples of them. */
export function parseTarget(grammar: ExpressionGrammar): Target {
  const { stream } = grammar;
  const span = spanOf(stream.current);
  const items = [parseSingle(grammar)];
  let tuple = false;
  while (stream.skipOperator(',')) {
    tuple = true;
    if (!stream.isOperator('(') && (!stream.is('name') || stream.isName('in'))) break;
    items.push(parseSingle(grammar));
  }
  return tuple ? { kind: 'TupleTarget', items, ...span } : items[0]!;
}

function parseSingle(grammar: ExpressionGrammar): Target {
  const { stream } = grammar;
  if (stream.skipOperator('(')) {
    const inner = parseTarget(grammar);
    stream.expectOperator(')');
    return inner;
  }
  const span = spanOf(stream.current);
  const name = stream.expectName();
  if (stream.skipOperator('.')) return { kind: 'NamespaceTarget', name, attribute: stream.expectName(), ...span };
  if (isConstantName(name)) stream.fail(`Can't assign to '${name}'`, span);
  return { kind: 'NameTarget', name, ...span };
}
