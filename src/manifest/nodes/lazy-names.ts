import type { Value } from '../../jinja/index.js';

/** Names of a context whose values are made when a template first asks for them: most templates use two or three. */
export class LazyNames extends Map<string, Value> {
  readonly #makers: Readonly<Record<string, () => Value>>;

  constructor(makers: Readonly<Record<string, () => Value>>) {
    super(Object.keys(makers).map((name) => [name, undefined]));
    this.#makers = makers;
  }

  override get(name: string): Value | undefined {
    const known = super.get(name);
    if (known !== undefined || !super.has(name)) return known;
    const value = this.#makers[name]!();
    super.set(name, value);
    return value;
  }
}
