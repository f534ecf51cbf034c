import type { CallArguments, Expression } from './ast.js';
import type { ExpressionGrammar } from './grammar.js';

/** The arguments of a filter or test without parentheses. */
export const NO_ARGUMENTS: CallArguments = { positional: [], named: [], spread: null, spreadNamed: null };

/** Parenthesized arguments: `(a, b, name=c, *list, **dict)`. */
export function parseArguments(grammar: ExpressionGrammar): CallArguments {
  const { stream } = grammar;
  const positional: Expression[] = [];
  const named: { name: string; value: Expression }[] = [];
  let spread: Expression | null = null;
  let spreadNamed: Expression | null = null;
  stream.expectOperator('(');
  for (let first = true; !stream.isOperator(')'); first = false) {
    if (!first) stream.expectOperator(',');
    if (stream.isOperator(')')) break;
    const at = stream.current;
    if (spreadNamed !== null) stream.fail('Nothing may follow **arguments', at);
    if (stream.skipOperator('**')) {
      spreadNamed = grammar.expression();
    } else if (stream.skipOperator('*')) {
      if (spread !== null) stream.fail('Only one *arguments may be given', at);
      spread = grammar.expression();
    } else if (at.type === 'name' && stream.ahead.type === 'operator' && stream.ahead.value === '=') {
      stream.next();
      stream.next();
      named.push({ name: at.value as string, value: grammar.expression() });
    } else {
      if (spread !== null || named.length > 0) stream.fail('A positional argument follows a named argument', at);
      positional.push(grammar.expression());
    }
  }
  stream.expectOperator(')');
  return { positional, named, spread, spreadNamed };
}
