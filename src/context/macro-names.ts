import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { HostObject, type Macro, type Value } from '../jinja/index.js';

/** Package of the macros that come with dvt, as their dbt counterparts are called. */
export const BUILT_IN = 'dbt';

/** How places in the files of these macros are told from places in the user's. */
export const BUILT_IN_PATH = '<dvt>/macros/';

/** Macros by name, of one package. */
export type PackageMacros = ReadonlyMap<string, Macro>;

/** The macros that templates can call: the project's own before the built-in ones. */
export class MacroNames {
  constructor(
    readonly projectName: string,
    readonly project: PackageMacros,
    readonly builtIn: PackageMacros,
  ) {}

  /** A macro of the project, undefined where it has none of that name. */
  own(name: string): Macro | undefined {
    return this.project.get(name);
  }

  /** What a plain name outside of the context means: a built-in macro or a package. */
  fallback(name: string): Value | undefined {
    const macro = this.builtIn.get(name);
    if (macro !== undefined) return macro;
    const macros = this.package(name);
    return macros === undefined ? undefined : packageObject(name, macros);
  }

  package(name: string): PackageMacros | undefined {
    if (name === this.projectName) return this.project;
    return name === BUILT_IN ? this.builtIn : undefined;
  }

  *names(): Iterable<string> {
    yield* this.project.keys();
    yield* this.builtIn.keys();
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
    const packages = this.#searchOrder(namespace);
    for (const macros of packages) {
      for (const prefix of prefixes) {
        const macro = macros.get(`${prefix}__${name}`);
        if (macro !== undefined) return macro;
      }
    }
    throw new DvtError({
      code: 'DVT2110',
      message: `adapter.dispatch('${name}') found no macro; looked for ${prefixes.map((p) => `${p}__${name}`).join(', ')}.`,
      hint: this.#suggest(`default__${name}`),
    });
  }

  #searchOrder(namespace: string | null): readonly PackageMacros[] {
    if (namespace === this.projectName) return [this.project];
    return [this.project, this.builtIn];
  }

  #suggest(name: string): string {
    const near = nearest(name, this.names());
    return near === null ? `Define a macro ${name}.` : `Did you mean ${near}?`;
  }
}

/** `dbt.` and the project's own name: its macros as attributes. */
function packageObject(name: string, macros: PackageMacros): HostObject {
  return new HostObject({
    typeName: `package ${name}`,
    getAttribute: (macro) => macros.get(macro),
    attributeNames: () => macros.keys(),
  });
}
