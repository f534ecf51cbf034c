import { DvtError } from '../core/errors.js';

/** Bits of Python's flags. */
export const RE_FLAGS = {
  IGNORECASE: 2,
  I: 2,
  MULTILINE: 8,
  M: 8,
  DOTALL: 16,
  S: 16,
  VERBOSE: 64,
  X: 64,
  ASCII: 256,
  A: 256,
} as const;

const FLAG_LETTERS: Readonly<Record<string, number>> = { i: 2, m: 8, s: 16, x: 64, a: 256, u: 0, L: 0 };
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;

/** Where a match has to be: anywhere, at the start, or from start to end. */
export type Anchor = 'search' | 'match' | 'fullmatch';

/** A pattern of Python's `re` as JavaScript's. `extra` are further flags of JavaScript. */
export function compilePattern(source: string, flags: number, anchor: Anchor, extra = ''): RegExp {
  const [body, bits] = leadingFlags(source, flags);
  const translated = new Translation(body, bits).text();
  const text = anchor === 'fullmatch' ? `(?:${translated})(?![\\s\\S])` : translated;
  const letters = `${bits & RE_FLAGS.I ? 'i' : ''}${bits & RE_FLAGS.M ? 'm' : ''}${bits & RE_FLAGS.S ? 's' : ''}u`;
  try {
    // Sticky at 0 is `match`: `^` would also match at line starts under MULTILINE.
    return new RegExp(text, `${letters}${extra}${anchor === 'search' ? '' : 'y'}`);
  } catch (error) {
    throw new DvtError({ code: 'DVT2114', message: `re: ${(error as Error).message}` });
  }
}

/** `(?i)(?s)...`: Python's way to write flags into a pattern. */
function leadingFlags(source: string, flags: number): [string, number] {
  const group = /^\(\?([aiLmsux]+)\)/.exec(source);
  if (group === null) return [source, flags];
  const bits = [...group[1]!].reduce((sum, letter) => sum | FLAG_LETTERS[letter]!, flags);
  return leadingFlags(source.slice(group[0].length), bits);
}

/** One pass over a pattern. JavaScript's `u` mode refuses what it does not know; Python takes it as it stands. */
class Translation {
  private at = 0;
  private inClass = false;

  constructor(
    private readonly source: string,
    private readonly flags: number,
  ) {}

  text(): string {
    let out = '';
    while (this.at < this.source.length) out += this.next();
    return out;
  }

  private next(): string {
    const rest = this.source.slice(this.at);
    if (rest[0] === '\\') return this.escaped(rest);
    if (this.inClass) return this.ofClass(rest[0]!);
    return this.taken(
      rest,
      [/^\(\?#[^)]*\)/, () => ''],
      [/^\(\?P<(\w+)>/, (name) => `(?<${name}>`],
      [/^\(\?P=(\w+)\)/, (name) => `\\k<${name}>`],
      [/^\{(?:\d+(?:,\d*)?)\}/, (_, whole) => whole],
      [/^\{,(\d+)\}/, (most) => `{0,${most}}`],
      [/^[{}\]]/, (_, whole) => `\\${whole}`],
      [/^\$/, () => (this.flags & RE_FLAGS.M ? '$' : '(?=\\n?(?![\\s\\S]))')],
      [/^\[\^?\]?/, (_, whole) => this.openClass(whole)],
      [/^(?:\s+|#.*)/, (_, whole) => (this.flags & RE_FLAGS.X ? '' : whole)],
      [/^[\s\S]/u, (_, whole) => whole],
    );
  }

  /** The first of the forms that the rest begins with. */
  private taken(rest: string, ...forms: readonly [RegExp, (group: string, whole: string) => string][]): string {
    for (const [form, write] of forms) {
      const match = form.exec(rest);
      if (match === null) continue;
      this.at += match[0].length;
      return write(match[1] ?? '', match[0]);
    }
    throw new DvtError({ code: 'DVT2114', message: `re: no pattern can go on with ${rest}` });
  }

  /** A `]` that comes first is one of the characters. */
  private openClass(opening: string): string {
    this.inClass = true;
    return opening.replace(']', '\\]');
  }

  private ofClass(character: string): string {
    this.at += 1;
    if (character === ']') this.inClass = false;
    return character;
  }

  private escaped(rest: string): string {
    const letter = String.fromCodePoint(rest.codePointAt(1) ?? 0x5c);
    this.at += 1 + (rest.length > 1 ? letter.length : 0);
    const word = this.flags & RE_FLAGS.A ? 'A-Za-z0-9_' : '\\p{L}\\p{N}_';
    if (letter === 'w') return this.inClass ? word : `[${word}]`;
    if (letter === 'W' && !this.inClass) return `[^${word}]`;
    if (letter === 'A' && !this.inClass) return '(?<![\\s\\S])';
    if (letter === 'Z' && !this.inClass) return '(?![\\s\\S])';
    if (letter === 'a') return '\\x07';
    if (/[A-Za-z0-9]/.test(letter) || SYNTAX.test(letter) || (letter === '-' && this.inClass)) return `\\${letter}`;
    return letter;
  }
}
