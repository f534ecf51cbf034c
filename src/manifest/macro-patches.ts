import type { Diagnostic } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Emit } from '../spi/event.js';
import type { MacroEntry } from '../spi/manifest.js';
import type { ParsedPackage } from './parse-package.js';
import type { MacroPatch } from './properties/macro-patch.js';
import { isMacroType } from './properties/macro-type.js';

/**
 * The macros with what properties files say of them; descriptions that fit no macro are warned of.
 * @param validated dbt's `validate_macro_args`: arguments are those of the definition where nobody describes them, and
 * described ones are compared with it
 */
export function patchedMacros(
  macros: ReadonlyMap<string, MacroEntry>,
  packages: readonly ParsedPackage[],
  { validated, emit }: { readonly validated: boolean; readonly emit: Emit },
): ReadonlyMap<string, MacroEntry> {
  const patched = new Map(macros);
  if (!validated) for (const [id, macro] of macros) patched.set(id, { ...macro, arguments: [] });
  // Of the tests in the test paths dbt knows the arguments that somebody describes.
  const isTest = testPathsOf(packages);
  for (const [id, macro] of macros) if (isTest(macro)) patched.set(id, { ...macro, arguments: [] });
  const warn = (diagnostic: Diagnostic): void => emit({ type: 'warning', diagnostic });
  for (const { parsing, properties } of packages) {
    for (const patch of properties.macros) {
      const id = `macro.${parsing.project.name}.${patch.name}`;
      const macro = patched.get(id);
      if (macro === undefined) {
        warn(unknownMacro(patch, [...macros.values()], parsing.project.name));
        continue;
      }
      if (validated) for (const diagnostic of wrongArguments(patch, macros.get(id)!)) warn(diagnostic);
      const { description, meta, docs, path } = patch;
      const described = patch.arguments.map(({ location: _, ...argument }) => argument);
      const entry = { ...macro, description, meta, docs, patchPath: path };
      patched.set(id, described.length === 0 ? entry : { ...entry, arguments: described });
    }
  }
  return patched;
}

/** Whether a macro is defined in the test paths of its package. */
function testPathsOf(packages: readonly ParsedPackage[]): (macro: MacroEntry) => boolean {
  const folders = new Map(
    packages.map(({ parsing: { project } }) => [
      project.name,
      project.testPaths.map((path) => `${project.packageRoot === '' ? '' : `${project.packageRoot}/`}${path}/`),
    ]),
  );
  return ({ packageName, path }) => folders.get(packageName)?.some((folder) => path.startsWith(folder)) ?? false;
}

function unknownMacro({ name, path, location }: MacroPatch, macros: readonly MacroEntry[], project: string) {
  const own = macros.filter(({ packageName }) => packageName === project);
  const near = nearest(
    name,
    own.map((known) => known.name),
  );
  const hint = near === null ? 'Macros are defined in the .sql files of the macro paths.' : `Did you mean ${near}?`;
  return { code: 'DVT1209', message: `${path} describes the macro ${name}, which does not exist.`, location, hint };
}

/** How described arguments differ from those of the definition. */
function wrongArguments({ name, arguments: described, location }: MacroPatch, macro: MacroEntry): Diagnostic[] {
  if (described.length === 0) return [];
  const code = 'DVT1217';
  const defined = macro.arguments.map((argument) => argument.name);
  const hint = `It is defined as ${name}(${defined.join(', ')}).`;
  const found: Diagnostic[] = [];
  for (const [i, argument] of described.entries()) {
    const { name: said, type } = argument;
    if (i < defined.length && said !== defined[i]) {
      const message = `The macro ${name} is described with the argument ${said} where it has ${defined[i]}.`;
      found.push({ code, message, location: argument.location, hint });
    }
    if (type !== null && type.trim() !== '' && !isMacroType(type)) {
      const message = `The argument ${said} of the macro ${name} has the type '${type}', which is none.`;
      const known = 'Types are string, bool, int, float, any, relation, column, list[..], dict[.., ..], optional[..].';
      found.push({ code, message, location: argument.location, hint: known });
    }
  }
  if (described.length !== defined.length) {
    const message = `The macro ${name} is described with ${described.length} arguments and has ${defined.length}.`;
    found.push({ code, message, location, hint });
  }
  return found;
}
