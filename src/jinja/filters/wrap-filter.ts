import { TemplateError, valueError } from '../errors.js';
import { splitLines } from '../operators/text-split.js';
import { optionalInt } from '../values/arguments.js';
import { toText } from '../values/print.js';
import { isTrue } from '../values/truth.js';
import { typeName } from '../values/type-name.js';
import { Undefined } from '../values/undefined.js';
import type { Value } from '../values/value.js';
import { filter } from './filter.js';

interface WrapOptions {
  readonly width: number;
  readonly breakLong: boolean;
  readonly breakOnHyphens: boolean;
}

/** Words, runs of white space, and parts of words behind a hyphen, as Python's textwrap splits a line. */
function chunksOf(line: string, breakOnHyphens: boolean): string[] {
  const chunks = line.match(/\s+|\S+/g) ?? [];
  if (!breakOnHyphens) return chunks;
  return chunks.flatMap((chunk) => chunk.match(/[^-]*[\p{L}]-(?=[\p{L}])|[\s\S]+?$/gu) ?? [chunk]);
}

/** Python's `textwrap.wrap` for one line, keeping inner white space. */
function wrapLine(line: string, options: WrapOptions): string[] {
  const chunks = chunksOf(line, options.breakOnHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks.at(-1)!.trim() === '') chunks.pop();
    let current = '';
    while (chunks.length > 0 && current.length + chunks.at(-1)!.length <= options.width) current += chunks.pop();
    const next = chunks.at(-1);
    if (next !== undefined && next.length > options.width) {
      const room = Math.max(1, options.width - current.length);
      if (options.breakLong) {
        current += next.slice(0, room);
        chunks[chunks.length - 1] = next.slice(room);
      } else if (current === '') current = chunks.pop()!;
    }
    const trimmed = current.trimEnd();
    if (trimmed !== '') lines.push(trimmed);
  }
  return lines;
}

/** `wordwrap(width=79, break_long_words=true, wrapstring='\n', break_on_hyphens=true)` */
export const WORD_WRAP = filter(
  'wordwrap',
  ['width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'],
  ([value, width, breakLong, separator, breakOnHyphens]: readonly Value[]) => {
    const options = {
      width: optionalInt(width, 79),
      breakLong: isTrue(breakLong ?? true),
      breakOnHyphens: isTrue(breakOnHyphens ?? true),
    };
    if (options.width < 1) throw valueError(`invalid width ${options.width} (must be > 0)`);
    const between = toText(separator ?? '\n');
    if (value instanceof Undefined) value.fail();
    if (typeof value !== 'string')
      throw new TemplateError('AttributeError', `wordwrap needs a str, not ${typeName(value)}`);
    const wrapped = splitLines(value, false).map((line) => wrapLine(line, options).join(between));
    return wrapped.join(between);
  },
);
