import type { MacroNode, Parameter } from './ast.js';
import { type ExpressionGrammar, spanOf, type TagGrammar, type TagRule } from './grammar.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

export const parseMacro: TagRule = (grammar, tag) => {
  const name = grammar.stream.expectName();
  return { kind: 'Macro', macro: macroBody(grammar, tag, name, parseParameters(grammar), 'endmacro'), ...spanOf(tag) };
};

export const parseCallBlock: TagRule = (grammar, tag) => {
  const { stream } = grammar;
  const parameters = stream.isOperator('(') ? parseParameters(grammar) : [];
  const at = stream.current;
  const call = grammar.unary();
  if (call.kind !== 'Call') return stream.fail('Expected a call, as in {% call macro() %}', at);
  return { kind: 'CallBlock', caller: macroBody(grammar, tag, 'caller', parameters, 'endcall'), call, ...spanOf(tag) };
};

function macroBody(
  grammar: TagGrammar,
  tag: Token,
  name: string,
  parameters: readonly Parameter[],
  closing: string,
): MacroNode {
  const start = openingOf(grammar, tag);
  const body = grammar.withLoop(false, () => grammar.wholeBody(tag, [closing]));
  return { name, parameters, body, start, end: grammar.stream.current.end, ...spanOf(tag) };
}

/** The offset of the `{%` before a tag's name. */
export function openingOf({ stream }: TagGrammar, tag: Token): number {
  return stream.tokens[tag.index - 1]?.start ?? tag.start;
}

/** `(a, b=1, c: list[str] = none)`; types are read and not checked. */
export function parseParameters(grammar: ExpressionGrammar): Parameter[] {
  const { stream } = grammar;
  const parameters: Parameter[] = [];
  stream.expectOperator('(');
  while (!stream.isOperator(')')) {
    if (parameters.length > 0) stream.expectOperator(',');
    const at = stream.current;
    const name = stream.expectName();
    if (stream.skipOperator(':')) skipType(stream);
    const fallback = stream.skipOperator('=') ? grammar.expression() : null;
    if (fallback === null && parameters.at(-1)?.fallback) {
      stream.fail(`Parameter '${name}' without a default follows one with a default`, at);
    }
    parameters.push({ name, fallback, ...spanOf(at) });
  }
  stream.expectOperator(')');
  return parameters;
}

function skipType(stream: TokenStream): void {
  stream.expectName();
  if (!stream.skipOperator('[')) return;
  for (let first = true; !stream.isOperator(']'); first = false) {
    if (!first) stream.expectOperator(',');
    skipType(stream);
  }
  stream.expectOperator(']');
}
