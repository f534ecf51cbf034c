import type { Expression, Parameter } from './ast.js';
import { spanOf, type TagRule } from './grammar.js';
import { openingOf, parseParameters } from './parse-macro.js';
import type { TokenStream } from './token-stream.js';

/**
 * A block tag that the caller adds to the language: `{% tag name … %}body{% endtag %}`.
 * Rendering skips such a block; `blocksOf` lists them.
 */
export interface BlockTag {
  readonly tag: string;
  /**
   * What stands behind the name: nothing, `parameters` as of a macro: `(model, column)`,
   * or `options`: `, default` and `, adapter='x'`.
   */
  readonly header?: 'parameters' | 'options';
  /** Whether the body is text that is not parsed at all. */
  readonly textBody?: boolean;
  /** Closing tags that are accepted beside `end` + tag. */
  readonly closing?: readonly string[];
}

/** The rule that reads a registered block tag. */
export function blockTagRule(definition: BlockTag): TagRule {
  const closing = [`end${definition.tag}`, ...(definition.closing ?? [])];
  return (grammar, tag) => {
    const { stream } = grammar;
    const at = stream.current;
    const name = stream.expectName();
    let parameters: readonly Parameter[] = [];
    if (definition.header === 'parameters') parameters = parseParameters(grammar);
    const options = definition.header === 'options' ? parseOptions(stream, () => grammar.expression()) : new Map();
    const start = openingOf(grammar, tag);
    const bodyStart = stream.current.end;
    const body = grammar.withLoop(false, () => grammar.body(tag, closing));
    const bodyEnd = stream.previous.start;
    stream.next();
    const end = stream.current.end;
    const block = { tag: definition.tag, name, parameters, options, body, start, end, bodyStart, bodyEnd };
    return { kind: 'Block', block: { ...block, ...spanOf(at) }, ...spanOf(tag) };
  };
}

function parseOptions(stream: TokenStream, expression: () => Expression): Map<string, Expression | null> {
  const options = new Map<string, Expression | null>();
  while (stream.skipOperator(',')) {
    const key = stream.expectName();
    options.set(key, stream.skipOperator('=') ? expression() : null);
  }
  return options;
}
