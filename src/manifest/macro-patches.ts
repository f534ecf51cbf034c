import { nearest } from '../core/nearest.js';
import type { Emit } from '../spi/event.js';
import type { MacroEntry } from '../spi/manifest.js';
import type { ParsedPackage } from './parse-package.js';

/** The macros with what properties files say of them; descriptions of macros that do not exist are warned of. */
export function patchedMacros(
  macros: ReadonlyMap<string, MacroEntry>,
  packages: readonly ParsedPackage[],
  emit: Emit,
): ReadonlyMap<string, MacroEntry> {
  const patched = new Map(macros);
  for (const { parsing, properties } of packages) {
    for (const { name, path, location, ...said } of properties.macros) {
      const id = `macro.${parsing.project.name}.${name}`;
      const macro = macros.get(id);
      if (macro !== undefined) {
        patched.set(id, { ...macro, ...said, patchPath: path });
        continue;
      }
      const own = [...macros.values()].filter(({ packageName }) => packageName === parsing.project.name);
      const near = nearest(
        name,
        own.map((known) => known.name),
      );
      const hint = near === null ? 'Macros are defined in the .sql files of the macro paths.' : `Did you mean ${near}?`;
      const message = `${path} describes the macro ${name}, which does not exist.`;
      emit({ type: 'warning', diagnostic: { code: 'DVT1209', message, location, hint } });
    }
  }
  return patched;
}
