import { nearest } from '../../core/nearest.js';
import type { Body, Expression, Statement } from './ast.js';
import { type BlockTag, blockTagRule } from './block-tag.js';
import { ExpressionParser } from './expression-parser.js';
import { spanOf, type TagGrammar, type TagRule, type TupleOptions } from './grammar.js';
import { tokenize } from './lexer.js';
import { parseDo, parseFilterBlock, parseSet, parseWith } from './parse-assignment.js';
import { parseBreak, parseContinue, parseFor, parseIf } from './parse-control.js';
import { parseCallBlock, parseMacro } from './parse-macro.js';
import { REFUSED_TAGS } from './refused-tags.js';
import type { TemplateSource } from './syntax-error.js';
import type { Token } from './token.js';
import { describe, TokenStream } from './token-stream.js';

const BUILT_IN: readonly (readonly [string, TagRule])[] = [
  ['if', parseIf],
  ['for', parseFor],
  ['break', parseBreak],
  ['continue', parseContinue],
  ['set', parseSet],
  ['do', parseDo],
  ['with', parseWith],
  ['filter', parseFilterBlock],
  ['macro', parseMacro],
  ['call', parseCallBlock],
  ...REFUSED_TAGS,
];
const ASSIGNMENT = 'Write {% set name = value %} to assign, == to compare.';
/** Deeper nesting of blocks than any person writes; keeps the parser off the end of the stack. */
const DEEPEST = 200;

/** The tags that a template may use. */
export interface Language {
  readonly rules: ReadonlyMap<string, TagRule>;
  /** Tags whose body is text. */
  readonly textTags: ReadonlySet<string>;
}

/** Jinja2's tags and those of the caller. */
export function createLanguage(blockTags: readonly BlockTag[]): Language {
  return {
    rules: new Map([...BUILT_IN, ...blockTags.map((tag) => [tag.tag, blockTagRule(tag)] as const)]),
    textTags: new Set(blockTags.filter((tag) => tag.textBody === true).map((tag) => tag.tag)),
  };
}

/** The statements of a template. Throws a `DvtError` at the first mistake. */
export function parse(source: TemplateSource, language: Language): Body {
  const stream = new TokenStream(source, tokenize(source, language.textTags));
  return new TemplateParser(stream, language.rules).template();
}

class TemplateParser implements TagGrammar {
  inLoop = false;
  readonly #expressions: ExpressionParser;
  #depth = 0;

  constructor(
    readonly stream: TokenStream,
    readonly rules: ReadonlyMap<string, TagRule>,
  ) {
    this.#expressions = new ExpressionParser(stream);
  }

  expression(): Expression {
    return this.#expressions.expression();
  }

  unary(): Expression {
    return this.#expressions.unary();
  }

  tuple(options?: TupleOptions): Expression {
    return this.#expressions.tuple(options);
  }

  template(): Body {
    return this.#statements(null, []);
  }

  body(opened: Token, closing: readonly string[]): Body {
    this.stream.skipOperator(':');
    this.stream.expect('block_end');
    if (++this.#depth > DEEPEST) this.stream.fail('The blocks are nested too deeply', opened);
    const body = this.#statements(opened, closing);
    this.#depth--;
    return body;
  }

  wholeBody(opened: Token, closing: readonly string[]): Body {
    const body = this.body(opened, closing);
    this.stream.next();
    return body;
  }

  withLoop<T>(inLoop: boolean, read: () => T): T {
    const outer = this.inLoop;
    this.inLoop = inLoop;
    const result = read();
    this.inLoop = outer;
    return result;
  }

  #statements(opened: Token | null, closing: readonly string[]): Body {
    const { stream } = this;
    const statements: Statement[] = [];
    while (!stream.is('eof')) {
      const token = stream.next();
      if (token.type === 'data') {
        statements.push({ kind: 'Data', text: token.value as string, ...spanOf(token) });
      } else if (token.type === 'variable_begin') {
        const at = spanOf(stream.current);
        statements.push({ kind: 'Output', expression: this.tuple(), ...at });
        if (!stream.is('variable_end')) this.#notClosed("'}}'", token);
        stream.next();
      } else {
        if (stream.isName(...closing)) return statements;
        statements.push(this.#tag(opened, closing));
        if (!stream.is('block_end')) this.#notClosed("'%}'", token);
        stream.next();
      }
    }
    if (opened !== null) {
      stream.fail(`The tag '${opened.value}' is not closed: expected '${closing.join("' or '")}'`, opened);
    }
    return statements;
  }

  /** Something else than the end of a tag, whose beginning may lie lines above. */
  #notClosed(expected: string, begin: Token): never {
    const { current } = this.stream;
    const opened = begin.line === current.line ? {} : { opened: { ...spanOf(begin), tag: String(begin.value) } };
    const assigned = this.stream.isOperator('=') ? ASSIGNMENT : undefined;
    return this.stream.fail(`Expected ${expected}, found ${describe(current)}`, current, { ...opened, hint: assigned });
  }

  /** Names of the tags that are not refused. */
  #supported(): string[] {
    const refused = new Set(REFUSED_TAGS.map((entry) => entry[0]));
    return [...this.rules.keys()].filter((name) => !refused.has(name));
  }

  #tag(opened: Token | null, closing: readonly string[]): Statement {
    const tag = this.stream.expect('name');
    const rule = this.rules.get(tag.value as string);
    if (rule !== undefined) return rule(this, tag);
    const name = String(tag.value);
    if (opened !== null && /^(end|el)/.test(name)) {
      this.stream.fail(`Unexpected tag '${name}', expected '${closing.join("' or '")}'`, tag, {
        opened: { ...spanOf(opened), tag: String(opened.value) },
        hint: /^else?_?if$/.test(name) ? "Write 'elif'." : undefined,
      });
    }
    const opens = /^el/.test(name) ? "'if'" : `'${name.slice(3)}'`;
    if (/^el(se|if)$/.test(name) || (name.startsWith('end') && this.rules.has(name.slice(3)))) {
      this.stream.fail(`Unexpected tag '${name}': no ${opens} is open here`, tag);
    }
    const known = nearest(name, [...this.#supported(), ...closing]);
    return this.stream.fail(`Unknown tag '${name}'`, tag, {
      hint: known === null ? undefined : `Did you mean '${known}'?`,
    });
  }
}
