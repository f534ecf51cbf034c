import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml';
import { codeFrame } from './code-frame.js';
import { type Diagnostic, DvtError } from './errors.js';
import { withoutFinalBreak } from './final-break.js';
import type { Location } from './position.js';
import { pyYamlTags } from './py-yaml.js';
import { yamlMistake } from './yaml-mistakes.js';

/** Way to a place in a YAML document: keys of mappings and indexes of sequences. */
export type KeyPath = readonly (string | number)[];

const SYNTAX_ERROR = 'DVT1001';
const KEY_TWICE = 'DVT1205';

/** How a file is read. */
interface Reading {
  /** draws code frames (of a file with secrets in it) */
  readonly frame?: (text: string, location: Location) => string;
  /** told of keys that stand twice in one mapping, of which the last counts, as in dbt; absent: nobody is */
  readonly onKeyTwice?: (diagnostic: Diagnostic) => void;
}

/**
 * A YAML file that knows where everything stands. YAML 1.1, as PyYAML reads dbt's files: `yes` is true, `<<` merges;
 * dates stay text and `y`, `n` are strings.
 */
export class LocatedYaml {
  readonly path: string;
  readonly text: string;
  /** the document as plain values; an empty file is null */
  readonly value: unknown;
  /** null: let go */
  #tree: Document | null = null;
  #lines = new LineCounter();
  readonly #lineCount: number;
  readonly #frame: (text: string, location: Location) => string;

  /**
   * Throws DVT1001 for the syntax errors of the text. `path` is how messages name the file.
   */
  constructor(text: string, path: string, { frame = codeFrame, onKeyTwice }: Reading = {}) {
    this.path = path;
    this.#frame = frame;
    this.text = text;
    this.#lineCount = text.split('\n').length;
    // What follows the first syntax error is mostly its consequence.
    const errors = this.#document.errors.filter((error, i) => i === 0 || error.code === 'DUPLICATE_KEY');
    const diagnostics = errors.map((error) => this.#syntaxError(error));
    const isMild =
      diagnostics.every(({ code }) => code === KEY_TWICE) && this.#document.errors.length === errors.length;
    if (!isMild) throw new DvtError(diagnostics);
    for (const diagnostic of diagnostics) onKeyTwice?.(diagnostic);
    this.#endWithoutBreak();
    this.#refuseMisreadTexts();
    try {
      this.value = this.#document.toJS();
    } catch {
      // The library's limit against documents that grow without bound; its message may quote the text.
      throw new DvtError(
        this.#diagnostic(SYNTAX_ERROR, 'The aliases expand to too much.', { path, line: 1, column: 1 }),
      );
    }
  }

  /**
   * Lets go of the tree behind the places, which takes many times the room of the text. It is made again where a place is asked
   * for.
   */
  release(): void {
    this.#tree = null;
  }

  get #document(): Document {
    if (this.#tree !== null) return this.#tree;
    this.#lines = new LineCounter();
    this.#tree = parseDocument(this.text.trimEnd(), {
      version: '1.1',
      lineCounter: this.#lines,
      customTags: pyYamlTags,
    });
    return this.#tree;
  }

  /** dbt reads a file without the blanks at its end, and to PyYAML a block text that then ends with it has no line break there. */
  #endWithoutBreak(): void {
    let last: unknown = this.#document.contents;
    while (isCollection(last)) {
      const item: unknown = last.items.at(-1);
      last = isPair(item) ? item.value : item;
    }
    if (!isScalar(last) || !last.type?.startsWith('BLOCK_') || last.range?.[1] !== this.text.trimEnd().length) return;
    if (typeof last.value === 'string') last.value = withoutFinalBreak(last.value);
  }

  /** `key: {{ x }}` is a mapping in a mapping to YAML, and `key: *x` an alias; the person meant a text. */
  #refuseMisreadTexts(): void {
    // Looking through the tree takes as long as reading it, and few files hold anything of the kind.
    if (!/\{\s*\{|\?\s|[\]}]\s*:|\*/.test(this.text)) return;
    const found: Diagnostic[] = [];
    const refuse = (message: string, start: number, end: number, hint?: string) => {
      const diagnostic = this.#diagnostic(SYNTAX_ERROR, message, this.#location(start, end));
      found.push(hint === undefined ? diagnostic : { ...diagnostic, hint });
    };
    visit(this.#document, {
      Pair: (_, { key }) => {
        if (!isCollection(key) || !key.range) return undefined;
        const [start, end] = key.range;
        if (this.text[start - 1] !== '{') refuse('A key must be a text.', start, end);
        else refuse('A value that begins with {{ must be in quotes.', start - 1, end + 1, 'Write it as "{{ ... }}".');
        return visit.SKIP;
      },
      Alias: (_, alias) => {
        if (alias.resolve(this.#document) || !alias.range) return undefined;
        // The name is not repeated: it may be a password that begins with an asterisk.
        const message = 'This refers to an anchor that does not stand above it.';
        refuse(message, alias.range[0], alias.range[1], 'A text that begins with * must be in quotes.');
        return undefined;
      },
    });
    if (found.length > 0) throw new DvtError(found);
  }

  /** Where the value under `keys` stands, or its key; the nearest parent where there is nothing. */
  locate(keys: KeyPath, part: 'key' | 'value' = 'value'): Location {
    for (let length = keys.length; length > 0; length--) {
      const pair = this.#pair(keys.slice(0, length));
      const node = part === 'key' || length < keys.length ? (pair?.key ?? pair?.value) : (pair?.value ?? pair?.key);
      if (isNode(node) && node.range) return this.#location(node.range[0], node.range[1]);
    }
    return { path: this.path, line: 1, column: 1 };
  }

  /** The characters of a plain scalar as written (`0123`, not 83); null for anything else. */
  source(keys: KeyPath): string | null {
    const node = this.#document.getIn(keys, true);
    return isScalar(node) && node.type === 'PLAIN' ? (node.source ?? null) : null;
  }

  /** A diagnostic at a place of this document, with its code frame. */
  diagnostic(
    fields: { readonly code: string; readonly message: string; readonly hint?: string | null },
    keys: KeyPath,
    part: 'key' | 'value' = 'value',
  ): Diagnostic {
    const diagnostic = this.#diagnostic(fields.code, fields.message, this.locate(keys, part));
    return fields.hint ? { ...diagnostic, hint: fields.hint } : diagnostic;
  }

  /** What is not closed is shown where it begins, the end of the file being where that is noticed. */
  #syntaxError(error: YAMLParseError): Diagnostic {
    const { message, hint, isKeyTwice } = yamlMistake(error, this.text);
    const [noticed, end] = error.pos;
    let opened: number | null = null;
    if (/ is not closed\.$/.test(message)) {
      visit(this.#document, {
        Node: (_, node) => {
          const open = (isScalar(node) && node.type?.startsWith('QUOTE_')) || (isCollection(node) && node.flow);
          if (open && node.range && node.range[0] < noticed && noticed <= node.range[2]) opened = node.range[0];
        },
      });
    }
    const location = opened === null ? this.#location(noticed, end) : this.#location(opened, opened + 1);
    const diagnostic = this.#diagnostic(isKeyTwice ? KEY_TWICE : SYNTAX_ERROR, message, location);
    return hint === undefined ? diagnostic : { ...diagnostic, hint };
  }

  #diagnostic(code: string, message: string, location: Location): Diagnostic {
    return { code, message, location, frame: this.#frame(this.text, location) };
  }

  #pair(keys: KeyPath): { key: Node | null; value: Node | null } | null {
    const parent = keys.length === 1 ? this.#document.contents : this.#document.getIn(keys.slice(0, -1), true);
    const last = keys[keys.length - 1]!;
    if (isMap(parent)) {
      const pair = (parent.items as Pair<Node, Node | null>[]).findLast(
        (item) => isScalar(item.key) && String(item.key.value) === String(last),
      );
      return pair ? { key: pair.key, value: pair.value } : null;
    }
    const value = this.#document.getIn(keys, true);
    return isNode(value) ? { key: null, value } : null;
  }

  #location(start: number, end: number): Location {
    const { line, col } = this.#lines.linePos(start);
    const lineEnd = this.text.indexOf('\n', start);
    const stop = Math.min(end, lineEnd < 0 ? this.text.length : lineEnd);
    // A file that breaks off has its error past the last character.
    const last = Math.min(Math.max(line, 1), this.#lineCount);
    return { path: this.path, line: last, column: Math.max(col, 1), length: Math.max(1, stop - start) };
  }
}
