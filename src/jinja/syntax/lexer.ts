import { LineCursor } from './line-cursor.js';
import { syntaxError, type TemplateSource } from './syntax-error.js';
import { matchAt, skipSpace, tagTokenAt } from './tag-lexer.js';
import { CLOSING, type Token, type TokenType } from './token.js';

const OPENING = /\{([{%#])([-+]?)/g;
const RAW_BEGIN = /\{%[-+]?\s*raw\s*-?%\}/y;
const RAW_END = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
const VARIABLE_END = /-?\}\}/y;
const BLOCK_END = /[-+]?%\}/y;
/** Signs of other languages that people write from habit. */
const FOREIGN_SIGNS: Readonly<Record<string, string>> = { '&': 'and', '!': 'not', '?': 'a if b else c' };

/**
 * Splits a template into tokens as Jinja2's lexer does with `trim_blocks` and `lstrip_blocks` off.
 * The body of a tag in `textTags` becomes one data token, whatever stands in it.
 */
export function tokenize(source: TemplateSource, textTags: ReadonlySet<string>): Token[] {
  return new Lexer(source, textTags).run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  readonly #lines: LineCursor;
  /** White space that follows is dropped, because the last tag ended in `-`. */
  #stripNext = false;

  constructor(
    readonly source: TemplateSource,
    readonly textTags: ReadonlySet<string>,
  ) {
    this.#text = source.text;
    this.#lines = new LineCursor(source.text);
  }

  run(): Token[] {
    let offset = 0;
    while (offset < this.#text.length) {
      OPENING.lastIndex = offset;
      const opening = OPENING.exec(this.#text);
      if (opening === null) {
        this.#data(offset, this.#text.length, false);
        break;
      }
      this.#data(offset, opening.index, opening[2] === '-');
      offset = this.#tag(opening.index, opening[0], opening[1]!);
    }
    this.#push('eof', '', this.#text.length, this.#text.length);
    return this.#tokens;
  }

  /** Reads what starts at `start` and returns the offset behind it. */
  #tag(start: number, delimiter: string, sort: string): number {
    if (sort === '#') return this.#comment(start, start + delimiter.length);
    if (sort === '%') {
      const raw = matchAt(RAW_BEGIN, this.#text, start);
      if (raw !== undefined) return this.#raw(start, raw);
    }
    const block = sort === '%';
    this.#push(block ? 'block_begin' : 'variable_begin', delimiter, start, start + delimiter.length);
    const first = this.#tokens.length;
    const end = this.#inside(start, delimiter, block);
    const tag = this.#tokens[first];
    return block && tag?.type === 'name' && this.textTags.has(String(tag.value))
      ? this.#textBody(end, String(tag.value), start)
      : end;
  }

  #comment(start: number, from: number): number {
    const end = this.#text.indexOf('#}', from);
    if (end < 0) this.#fail(start, 2, 'The comment is not closed: expected #}');
    this.#stripNext = this.#text[end - 1] === '-' && end > from;
    return end + 2;
  }

  #raw(start: number, opening: string): number {
    const from = start + opening.length;
    RAW_END.lastIndex = from;
    const end = RAW_END.exec(this.#text);
    if (end === null) this.#fail(start, opening.length, "The raw block is not closed: expected '{% endraw %}'");
    this.#stripNext = opening.endsWith('-%}');
    this.#data(from, end.index, end[1] === '-');
    this.#stripNext = end[2] === '-';
    return end.index + end[0].length;
  }

  #textBody(from: number, tag: string, start: number): number {
    const closing = new RegExp(`\\{%([-+]?)\\s*end${tag}\\s*[-+]?%\\}`, 'g');
    closing.lastIndex = from;
    const end = closing.exec(this.#text);
    if (end === null) this.#fail(start, from - start, `The ${tag} block is not closed: expected '{% end${tag} %}'`);
    this.#data(from, end.index, end[1] === '-');
    return end.index;
  }

  #data(from: number, to: number, stripEnd: boolean): void {
    let start = from;
    let end = to;
    if (this.#stripNext) start = Math.min(skipSpace(this.#text, start), to);
    this.#stripNext = false;
    if (stripEnd) end = start + this.#text.slice(start, to).trimEnd().length;
    if (end > start) this.#push('data', this.#text.slice(start, end), start, end);
  }

  /** Reads the tokens from behind the opening delimiter up to the closing one and returns the offset behind it. */
  #inside(start: number, delimiter: string, block: boolean): number {
    const closing = block ? BLOCK_END : VARIABLE_END;
    const brackets: string[] = [];
    let offset = skipSpace(this.#text, start + delimiter.length);
    while (offset < this.#text.length) {
      const end = brackets.length === 0 ? matchAt(closing, this.#text, offset) : undefined;
      if (end !== undefined) {
        this.#push(block ? 'block_end' : 'variable_end', end, offset, offset + end.length);
        this.#stripNext = end.startsWith('-');
        return offset + end.length;
      }
      const token = tagTokenAt(this.#text, offset);
      if (token === undefined) this.#unexpected(offset);
      if (token.type === 'operator') this.#balance(brackets, String(token.value), offset);
      this.#push(token.type, token.value, offset, token.end);
      offset = skipSpace(this.#text, token.end);
    }
    const expected = [...brackets.toReversed(), block ? '%}' : '}}'].join("' and '");
    return this.#fail(start, delimiter.length, `The ${delimiter} is not closed: expected '${expected}'`);
  }

  /** A character that begins no token: a quote that nothing closes, or a sign of another language. */
  #unexpected(offset: number): never {
    const character = this.#text[offset]!;
    if (character === '"' || character === "'") {
      this.#fail(offset, 1, `The text is not closed: expected ${character}`);
    }
    const word = FOREIGN_SIGNS[character];
    const hint = word === undefined ? undefined : `Write \`${word}\`.`;
    return this.#fail(offset, 1, `Unexpected character ${JSON.stringify(character)}`, hint);
  }

  #balance(brackets: string[], operator: string, offset: number): void {
    const closing = CLOSING[operator];
    if (closing !== undefined) brackets.push(closing);
    if (operator !== ')' && operator !== ']' && operator !== '}') return;
    const expected = brackets.pop();
    if (expected === undefined) this.#fail(offset, 1, `Unexpected '${operator}'`);
    if (expected !== operator) this.#fail(offset, 1, `Unexpected '${operator}', expected '${expected}'`);
  }

  #push(type: TokenType, value: Token['value'], start: number, end: number): void {
    const { line, column } = this.#lines.at(start);
    const index = this.#tokens.length;
    this.#tokens.push({ type, value, index, start, end, line, column, length: Math.max(1, end - start) });
  }

  #fail(offset: number, length: number, message: string, hint?: string): never {
    const { line, column } = new LineCursor(this.#text).at(offset);
    throw syntaxError(this.source, { line, column, length }, message, { hint });
  }
}
