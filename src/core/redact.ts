const MASK = '****';

/** Shorter secrets are masked only as whole words: replaced everywhere, they would shred ordinary text. */
const LONG_ENOUGH = 8;
const SHORTEST = 3;

/**
 * Masks secrets in text that leaves dvt: messages, logs, artifacts. A secret is masked as it is and in the forms it
 * takes inside URLs, JSON and SQL.
 *
 * A secret of fewer than 3 characters, or one that is also written somewhere in the open (user `bench`, password
 * `bench`), is masked only where the text presents it as a password (`password=x`, `//user:x@host`): masking it
 * everywhere would hide every relation of that name and tell the reader what the password is.
 */
export class Redactor {
  readonly #everywhere = new Set<string>();
  readonly #words = new Set<string>();
  readonly #inContext = new Set<string>();
  /** finds a secret wherever it stands, to be masked there or not: most texts hold none, and one look is enough for them */
  #anywhere: RegExp | null = null;
  #pattern: RegExp | null = null;
  #inJson: RegExp | null = null;

  /** @param open texts printed anyway, which the secret may happen to equal: user, database, connection name */
  add(secret: string, open: Iterable<string> = []): void {
    if (secret === '') return;
    const kept = secret.length < SHORTEST || [...open].includes(secret);
    const set = kept ? this.#inContext : secret.length < LONG_ENOUGH ? this.#words : this.#everywhere;
    for (const form of writtenForms(secret)) set.add(form);
    this.#anywhere = null;
    this.#pattern = null;
    this.#inJson = null;
  }

  /** The text with every secret replaced by `****`. */
  redact(text: string): string {
    if (this.isEmpty) return text;
    this.#anywhere ??= new RegExp(alternatives(this.#forms()), 'iu');
    if (!this.#anywhere.test(text)) return text;
    this.#pattern ??= this.#compile();
    return text.replace(this.#pattern, MASK);
  }

  /** A copy of plain data with every string in it redacted; for JSON, where a number must stay a number. */
  redactValue(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((item) => this.redactValue(item));
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.redact(key), this.redactValue(item)]));
  }

  /** Plain data as JSON, every string in it redacted. Most texts hold no secret: one look at the whole is enough for them. */
  redactedJson(value: unknown, indent = 0): string {
    const text = JSON.stringify(value, null, indent);
    return text === undefined || this.isPlain(text) ? text : JSON.stringify(this.redactValue(value), null, indent);
  }

  /** Whether a text of JSON has nothing in it that may have to be masked. */
  isPlain(json: string): boolean {
    if (this.isEmpty) return true;
    this.#inJson ??= new RegExp(alternatives(this.#formsInJson()), 'iu');
    return !this.#inJson.test(json);
  }

  /** Nothing is known to be secret. */
  get isEmpty(): boolean {
    return this.#everywhere.size + this.#words.size + this.#inContext.size === 0;
  }

  #forms(): string[] {
    return [...this.#everywhere, ...this.#words, ...this.#inContext];
  }

  /** Wherever one of these stands, within words too, the strings have to be looked at one by one. */
  #formsInJson(): ReadonlySet<string> {
    return new Set(this.#forms().map((form) => JSON.stringify(form).slice(1, -1)));
  }

  #compile(): RegExp {
    const parts: string[] = [];
    if (this.#everywhere.size > 0) parts.push(alternatives(this.#everywhere));
    if (this.#words.size > 0) parts.push(`(?<![\\p{L}\\p{N}_])${alternatives(this.#words)}(?![\\p{L}\\p{N}_])`);
    if (this.#inContext.size > 0) {
      const values = alternatives(this.#inContext);
      parts.push(`(?<=(?:pass\\w*|pwd|secret|token|key)["']?\\s*[:=]\\s*["']?)${values}(?=$|["'\\s,;&@})])`);
      parts.push(`(?<=\\/\\/[^\\s/:@]*:)${values}(?=@)`);
    }
    return new RegExp(parts.join('|'), 'giu');
  }
}

function writtenForms(secret: string): string[] {
  // A lone surrogate cannot be encoded; encoders write the replacement character.
  const encodable = secret.replace(/\p{Surrogate}/gu, '\ufffd');
  const percent = encodeURIComponent(encodable);
  const backslashed = secret.replaceAll('\\', '\\\\');
  return [
    secret,
    percent,
    // encodeURIComponent leaves these as they are, other encoders do not.
    percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`),
    new URLSearchParams([['', encodable]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "''"),
    backslashed.replaceAll("'", "''"),
    backslashed.replaceAll("'", "\\'"),
  ];
}

/** Longest first: a secret that begins with another one must be masked whole. */
function alternatives(texts: Iterable<string>): string {
  const escaped = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return `(?:${escaped.join('|')})`;
}
