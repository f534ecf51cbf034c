import type { Diagnostics } from '../../core/errors.js';
import type { KeyPath, LocatedYaml } from '../../core/located-yaml.js';
import { nearest } from '../../core/nearest.js';
import type { Location } from '../../core/position.js';

/**
 * One mapping of a properties file, with its Jinja rendered. Reading a value of the wrong type reports it where it
 * stands and goes on as if it were absent, so that all mistakes of a file are found at once.
 */
export class PropertyReader {
  constructor(
    readonly file: LocatedYaml,
    readonly path: KeyPath,
    readonly value: Readonly<Record<string, unknown>>,
    readonly report: Diagnostics,
    /** ids of the docs blocks in the file's descriptions, by the JSON of their paths */
    readonly described: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  /** Where the mapping stands, or the value of one of its keys. */
  at(key?: string): Location {
    return this.file.locate(key === undefined ? this.path : [...this.path, key]);
  }

  /** A text; null when absent. */
  text(key: string): string | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    if (typeof value === 'string') return value;
    this.wrong(key, 'a text', typeof value === 'object' ? undefined : `Put it in quotes: ${key}: '${String(value)}'`);
    return null;
  }

  /** A text that must be there; null (reported) when it is not. */
  required(key: string, what: string): string | null {
    const value = this.#get(key);
    if (value !== undefined) {
      const text = this.text(key);
      if (text !== '') return text;
    }
    this.add('DVT1202', `${what} has no \`${key}:\`.`);
    return null;
  }

  /** A day or a moment in ISO 8601, as written. */
  date(key: string): string | null {
    const written = this.text(key);
    if (written === null || !Number.isNaN(Date.parse(written))) return written;
    this.wrong(key, 'a date', 'Write it as 2026-01-31.');
    return null;
  }

  boolean(key: string): boolean | null {
    const value = this.#get(key);
    if (value === undefined) return null;
    if (typeof value === 'boolean') return value;
    this.wrong(key, '`true` or `false`');
    return null;
  }

  map(key: string): Readonly<Record<string, unknown>> {
    const value = this.#get(key);
    if (value === undefined) return {};
    if (isMapping(value)) return value;
    this.wrong(key, 'a mapping');
    return {};
  }

  /** A mapping as a reader of its own. */
  reader(key: string): PropertyReader {
    return new PropertyReader(this.file, [...this.path, key], this.map(key), this.report, this.described);
  }

  /** A text as the file has it, its Jinja not rendered; null for anything else. */
  written(key: string): string | null {
    const value = this.#written(key);
    return typeof value === 'string' ? value : null;
  }

  /** A mapping as the file has it, its Jinja not rendered; null for anything else. */
  writtenMap(key: string): Readonly<Record<string, unknown>> | null {
    const value = this.#written(key);
    return isMapping(value) ? value : null;
  }

  /** Ids of the docs blocks that its `description:` calls. */
  docBlocks(): readonly string[] {
    return this.described.size === 0 ? [] : (this.described.get(JSON.stringify([...this.path, 'description'])) ?? []);
  }

  /** A text or a list of texts. */
  texts(key: string): readonly string[] {
    const value = this.#get(key);
    if (value === undefined) return [];
    if (typeof value === 'string') return [value];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.wrong(key, 'a text or a list of texts');
    return [];
  }

  /** A list of mappings. */
  list(key: string): readonly PropertyReader[] {
    const value = this.#get(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.wrong(key, 'a list', `Start each entry with a dash: ${key}:\n  - name: ...`);
      return [];
    }
    const readers: PropertyReader[] = [];
    for (const [index, item] of value.entries()) {
      const path = [...this.path, key, index];
      if (isMapping(item)) readers.push(new PropertyReader(this.file, path, item, this.report, this.described));
      else {
        const message = `An entry of \`${key}:\` is ${describe(item)}, not a mapping.`;
        const hint = 'Write it as `- name: ...`.';
        this.report.add(this.file.diagnostic({ code: 'DVT1202', message, hint }, path));
      }
    }
    return readers;
  }

  /**
   * Warns of keys that look like a mistyped one, with the nearest that means something. Others stay: as under dbt, people
   * keep notes of their own there.
   */
  checkKeys(known: readonly string[], what: string): void {
    for (const key of Object.keys(this.value)) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      if (near === null) continue;
      const hint = `Did you mean \`${near}\`?`;
      const message = `${what} has the unknown key \`${key}\`.`;
      this.report.warn(this.file.diagnostic({ code: 'DVT1203', message, hint }, [...this.path, key], 'key'));
    }
  }

  /** Reports a value that is not what was expected. */
  wrong(key: string, expected: string, hint?: string): void {
    const message = `\`${key}:\` is ${describe(this.value[key])}, expected ${expected}.`;
    this.add('DVT1202', message, key, hint);
  }

  /** Reports a mistake at the mapping, or at the value of one of its keys. */
  add(code: string, message: string, key?: string, hint?: string): void {
    const keys = key === undefined ? this.path : [...this.path, key];
    this.report.add(this.file.diagnostic({ code, message, hint: hint ?? null }, keys));
  }

  #written(key: string): unknown {
    let at: unknown = this.file.value;
    for (const step of [...this.path, key]) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : null;
    return at;
  }

  #get(key: string): unknown {
    const value = Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return value === null ? undefined : value;
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  if (typeof value === 'string') return `the text '${value}'`;
  return `\`${String(value)}\``;
}
