/**
 * Variables as `var()` finds them in a package's files: `--vars`, then what the project sets for the package, then the
 * project's own, then what the package itself sets.
 */
export class Vars {
  readonly #project: Readonly<Record<string, unknown>>;
  readonly #commandLine: Readonly<Record<string, unknown>>;
  readonly #layers: readonly Readonly<Record<string, unknown>>[];

  constructor(
    project: Readonly<Record<string, unknown>>,
    commandLine: Readonly<Record<string, unknown>>,
    readonly packageName: string,
    /** what the package's own file says, where it is not the project */
    own: Readonly<Record<string, unknown>> = {},
  ) {
    this.#project = project;
    this.#commandLine = commandLine;
    this.#layers = [commandLine, scoped(project, packageName), project, scoped(own, packageName), own];
  }

  /** The same variables as an installed package finds them. */
  within(packageName: string, own: Readonly<Record<string, unknown>>): Vars {
    return new Vars(this.#project, this.#commandLine, packageName, own);
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

function scoped(vars: Readonly<Record<string, unknown>>, packageName: string): Readonly<Record<string, unknown>> {
  const own = Object.hasOwn(vars, packageName) ? vars[packageName] : undefined;
  return typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {};
}
