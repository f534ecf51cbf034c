import { ANY_ADAPTER, BUILT_IN, type MacroNames } from '../context/index.js';
import { Macro } from '../jinja/index.js';
import type { MaterializationChoice } from '../spi/node-macros.js';

/** A materialization's block and what it is for. */
export interface FoundMaterialization extends MaterializationChoice {
  readonly macro: Macro;
}

/** Materializations that dbt has: those of packages take their place only where the project says so itself. */
const GUARDED = new Set([
  'view',
  'table',
  'incremental',
  'snapshot',
  'seed',
  'test',
  'materialized_view',
  'clone',
  'unit',
]);

/**
 * The block that a node's `materialized` means: the project's before a package's before dvt's own, and within each the
 * adapter's before the default, as dbt searches.
 * @param flags of the project: `require_explicit_package_overrides_for_builtin_materializations`
 */
export function findMaterialization(
  name: string,
  adapters: readonly string[],
  macros: MacroNames,
  flags: Readonly<Record<string, unknown>>,
): FoundMaterialization | null {
  const guarded =
    flags['require_explicit_package_overrides_for_builtin_materializations'] !== false && GUARDED.has(name);
  for (const [packageName, entries] of macros.layers()) {
    const installed = packageName !== macros.projectName && packageName !== BUILT_IN;
    if (installed && guarded) continue;
    for (const adapter of [...adapters, ANY_ADAPTER]) {
      const macro = entries.get(`materialization_${name}_${adapter}`);
      if (!(macro instanceof Macro)) continue;
      const builtIn = packageName === BUILT_IN;
      return { name, packageName, adapter: adapter === ANY_ADAPTER ? null : adapter, builtIn, macro };
    }
  }
  return null;
}
