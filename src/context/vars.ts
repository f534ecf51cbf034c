/** Variables as `var()` finds them: `--vars`, then the project's own package's, then the project's. */
export class Vars {
  readonly #layers: readonly Readonly<Record<string, unknown>>[];

  constructor(
    project: Readonly<Record<string, unknown>>,
    commandLine: Readonly<Record<string, unknown>>,
    readonly packageName: string,
  ) {
    const own = Object.hasOwn(project, packageName) ? project[packageName] : undefined;
    const scoped = typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {};
    this.#layers = [commandLine, scoped, project];
  }

  has(name: string): boolean {
    return this.#layers.some((layer) => Object.hasOwn(layer, name));
  }

  /** The variable's value; undefined where nobody set it. */
  get(name: string): unknown {
    return this.#layers.find((layer) => Object.hasOwn(layer, name))?.[name];
  }

  /** Every name that is set. */
  names(): readonly string[] {
    return [...new Set(this.#layers.flatMap((layer) => Object.keys(layer)))];
  }
}
