import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Macro, Value } from '../jinja/index.js';
import { packageObject } from './package-object.js';

/** Package of the macros that come with dvt, as their dbt counterparts are called. */
export const BUILT_IN = 'dbt';

/** How places in the files of these macros are told from places in the user's. */
export const BUILT_IN_PATH = '<dvt>/macros/';

/** Macros by name, of one package. */
export type PackageMacros = ReadonlyMap<string, Macro>;

/** Where macros come from. */
export interface MacroSources {
  readonly projectName: string;
  readonly project: PackageMacros;
  readonly builtIn: PackageMacros;
  /** installed packages by name, in the order of their installation */
  readonly packages: ReadonlyMap<string, PackageMacros>;
  /** `dispatch:` of the project file: namespace -> packages in the order of search */
  readonly searchOrder: ReadonlyMap<string, readonly string[]>;
}

/**
 * The macros that the templates of one package can call: its own, the project's, the packages by their names, and dvt's
 * (dbt's order, https://docs.getdbt.com/reference/dbt-jinja-functions/dispatch).
 */
export class MacroNames {
  readonly #sources: MacroSources;
  readonly #local: PackageMacros;
  readonly #ids: ReadonlyMap<Macro, string>;

  constructor(
    sources: MacroSources,
    /** the package whose templates these names are for */
    readonly packageName: string = sources.projectName,
    ids?: ReadonlyMap<Macro, string>,
  ) {
    this.#sources = sources;
    this.#local = this.package(packageName) ?? sources.project;
    this.#ids = ids ?? macroIds(sources);
  }

  get projectName(): string {
    return this.#sources.projectName;
  }

  /** The same macros as the templates of another package see them. */
  within(packageName: string): MacroNames {
    return packageName === this.packageName ? this : new MacroNames(this.#sources, packageName, this.#ids);
  }

  /** A macro that stands before the names of dbt's context: of the package itself or of the project. */
  own(name: string): Macro | undefined {
    return this.#local.get(name) ?? this.#sources.project.get(name);
  }

  /** What a plain name outside of the context means: a package or a built-in macro. */
  fallback(name: string): Value | undefined {
    const macros = this.package(name);
    return macros === undefined ? this.#sources.builtIn.get(name) : packageObject(name, macros);
  }

  /** The macros of a package, undefined where there is none of that name. */
  package(name: string): PackageMacros | undefined {
    if (name === this.#sources.projectName) return this.#sources.project;
    return name === BUILT_IN ? this.#sources.builtIn : this.#sources.packages.get(name);
  }

  /** `name` or `package.name`, as `run-operation` has it: the project's, then any package's, then dvt's. */
  find(name: string): Macro | undefined {
    const [packageName, ...rest] = name.split('.');
    if (rest.length > 0) return this.package(packageName!)?.get(rest.join('.'));
    for (const [, macros] of this.layers()) if (macros.has(name)) return macros.get(name);
    return undefined;
  }

  /** Packages in the order in which a macro without a package's name is looked up from outside of templates. */
  *layers(): Iterable<readonly [packageName: string, macros: PackageMacros]> {
    yield [this.projectName, this.#sources.project];
    yield* this.#sources.packages;
    yield [BUILT_IN, this.#sources.builtIn];
  }

  /** `macro.<package>.<name>`; null for a macro that a template defined for itself. */
  idOf(macro: Macro): string | null {
    return this.#ids.get(macro) ?? null;
  }

  /** Every name that a template can write, for "Did you mean". */
  *names(): Iterable<string> {
    yield* this.#local.keys();
    yield* this.#sources.project.keys();
    yield* this.#sources.packages.keys();
    yield* this.#sources.builtIn.keys();
    yield this.projectName;
    yield BUILT_IN;
  }

  /** `adapter.dispatch`: the first of `prefix__name` over the packages, each with all prefixes in order. */
  dispatch(name: string, namespace: string | null, prefixes: readonly string[]): Macro {
    if (name.includes('.')) {
      const [first, ...rest] = name.split('.');
      const message = `adapter.dispatch('${name}') names a package in the macro's name.`;
      const hint = `Write adapter.dispatch('${rest.join('.')}', macro_namespace='${first}').`;
      throw new DvtError({ code: 'DVT2110', message, hint });
    }
    const macro = this.dispatched(name, namespace, prefixes);
    if (macro !== undefined) return macro;
    const where = namespace === null ? '' : ` of ${namespace}`;
    throw new DvtError({
      code: 'DVT2110',
      message: `adapter.dispatch('${name}') found no macro${where}; looked for ${[...new Set(prefixes)].map((p) => `${p}__${name}`).join(', ')}.`,
      hint: this.#suggestDispatched(name),
    });
  }

  /** What `adapter.dispatch` finds; undefined where there is nothing. */
  dispatched(name: string, namespace: string | null, prefixes: readonly string[]): Macro | undefined {
    for (const find of this.#searched(namespace)) {
      for (const prefix of prefixes) {
        const macro = find(`${prefix}__${name}`);
        if (macro !== undefined) return macro;
      }
    }
    return undefined;
  }

  /** Without a search order of its own, a package is searched behind the project; any other namespace is no package. */
  #searched(namespace: string | null): readonly ((name: string) => Macro | undefined)[] {
    const anywhere = (name: string) => this.own(name) ?? this.#sources.builtIn.get(name);
    const configured = namespace === null ? undefined : this.#sources.searchOrder.get(namespace);
    const order = configured ?? this.#defaultOrder(namespace);
    if (order === null) return [anywhere];
    return order.map((packageName) => (name) => this.package(packageName)?.get(name));
  }

  #defaultOrder(namespace: string | null): readonly string[] | null {
    if (namespace === null || !this.#sources.packages.has(namespace)) return null;
    return [this.projectName, namespace];
  }

  #suggestDispatched(name: string): string {
    const names = [...this.names()].filter((known) => known.startsWith('default__')).map((known) => known.slice(9));
    const near = nearest(name, names);
    return near === null ? `Define a macro default__${name}.` : `Did you mean '${near}'?`;
  }
}

function macroIds({ projectName, project, packages, builtIn }: MacroSources): ReadonlyMap<Macro, string> {
  const ids = new Map<Macro, string>();
  for (const [packageName, macros] of [[projectName, project], ...packages, [BUILT_IN, builtIn]] as const) {
    for (const [name, macro] of macros) ids.set(macro, `macro.${packageName}.${name}`);
  }
  return ids;
}
