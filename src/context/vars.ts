type Values = Readonly<Record<string, unknown>>;

/**
 * Variables as `var()` finds them in one package: `--vars`, then the project's for this package, then the project's for
 * all, then the package's own (dbt's order).
 */
export class Vars {
  readonly #layers: readonly Values[];

  constructor(
    private readonly project: Values,
    private readonly commandLine: Values,
    readonly packageName: string,
    /** `vars:` of each installed package's own project file */
    private readonly packages: ReadonlyMap<string, Values> = new Map(),
  ) {
    const own = packages.get(packageName) ?? {};
    this.#layers = [commandLine, scoped(project, packageName), project, scoped(own, packageName), own];
  }

  /** The same variables as another package sees them. */
  within(packageName: string): Vars {
    if (packageName === this.packageName) return this;
    return new Vars(this.project, this.commandLine, packageName, this.packages);
  }

  /** The same variables with those that installed packages bring along. */
  withPackages(packages: ReadonlyMap<string, Values>): Vars {
    return new Vars(this.project, this.commandLine, this.packageName, packages);
  }

  /** The same variables with some that come before all others. */
  overriddenBy(vars: Values): Vars {
    return new Vars(this.project, { ...this.commandLine, ...vars }, this.packageName, this.packages);
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

/** What a `vars:` block says for one package alone. */
function scoped(vars: Values, packageName: string): Values {
  const own = Object.hasOwn(vars, packageName) ? vars[packageName] : undefined;
  return typeof own === 'object' && own !== null ? (own as Values) : {};
}
