import type { Expression, Target } from './ast.js';
import { spanOf, type TagRule } from './grammar.js';
import { parseFilterChain } from './parse-postfix.js';
import { parseTarget } from './parse-target.js';

export const parseSet: TagRule = (grammar, tag) => {
  const { stream } = grammar;
  const target = parseTarget(grammar);
  if (stream.skipOperator('=')) return { kind: 'Set', target, expression: grammar.tuple(), ...spanOf(tag) };
  const filter = stream.skipOperator('|') ? parseFilterChain(grammar) : null;
  const body = grammar.wholeBody(tag, ['endset']);
  return { kind: 'SetBlock', target, filter, body, ...spanOf(tag) };
};

export const parseDo: TagRule = (grammar, tag) => ({ kind: 'Do', expression: grammar.tuple(), ...spanOf(tag) });

export const parseWith: TagRule = (grammar, tag) => {
  const { stream } = grammar;
  const bindings: { target: Target; value: Expression }[] = [];
  while (!stream.is('block_end')) {
    if (bindings.length > 0) stream.expectOperator(',');
    const target = parseTarget(grammar);
    stream.expectOperator('=');
    bindings.push({ target, value: grammar.expression() });
  }
  return { kind: 'With', bindings, body: grammar.wholeBody(tag, ['endwith']), ...spanOf(tag) };
};

export const parseFilterBlock: TagRule = (grammar, tag) => {
  const filter = parseFilterChain(grammar);
  return { kind: 'FilterBlock', filter, body: grammar.wholeBody(tag, ['endfilter']), ...spanOf(tag) };
};
