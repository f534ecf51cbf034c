import type { Body, Expression } from './ast.js';
import { spanOf, type TagGrammar, type TagRule } from './grammar.js';
import { parseTarget } from './parse-target.js';

export const parseIf: TagRule = (grammar, tag) => {
  const { stream } = grammar;
  const branches: { test: Expression; body: Body }[] = [];
  let otherwise: Body | null = null;
  for (;;) {
    const test = grammar.tuple({ conditional: false });
    branches.push({ test, body: grammar.body(tag, ['elif', 'else', 'endif']) });
    const next = stream.next().value;
    if (next === 'elif') continue;
    if (next === 'else') otherwise = grammar.wholeBody(tag, ['endif']);
    return { kind: 'If', branches, otherwise, ...spanOf(tag) };
  }
};

export const parseFor: TagRule = (grammar, tag) => {
  const { stream } = grammar;
  const target = parseTarget(grammar);
  stream.expect('name', 'in');
  const iterable = grammar.tuple({ conditional: false, end: 'recursive' });
  const test = stream.skipName('if') ? grammar.expression() : null;
  const recursive = stream.skipName('recursive');
  const body = grammar.withLoop(true, () => grammar.body(tag, ['endfor', 'else']));
  const otherwise = stream.next().value === 'else' ? grammar.wholeBody(tag, ['endfor']) : null;
  return { kind: 'For', target, iterable, test, recursive, body, otherwise, ...spanOf(tag) };
};

export const parseBreak: TagRule = (grammar, tag) => {
  expectLoop(grammar, 'break');
  return { kind: 'Break', ...spanOf(tag) };
};

export const parseContinue: TagRule = (grammar, tag) => {
  expectLoop(grammar, 'continue');
  return { kind: 'Continue', ...spanOf(tag) };
};

function expectLoop(grammar: TagGrammar, tag: string): void {
  if (!grammar.inLoop) grammar.stream.fail(`'${tag}' is outside of a for loop`, grammar.stream.previous);
}
