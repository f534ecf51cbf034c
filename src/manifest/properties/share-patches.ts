import type { Diagnostics } from '../../core/errors.js';
import { type FoundFile, foldersOf, stemOf } from '../files/discover.js';
import type { PackageFiles } from '../files/package-files.js';
import { type PackageParsing, treesFor } from '../nodes/package-parsing.js';
import type { NodePatch, PatchSection } from './patch.js';

/** A package whose properties files are read. */
interface Described {
  readonly files: PackageFiles;
  readonly parsing: Pick<PackageParsing, 'project' | 'root' | 'patches'>;
  readonly properties: { readonly patches: readonly NodePatch[] };
}

/** Names of a package's nodes; `true`: no project file switches the node off. */
type Names = ReadonlyMap<PatchSection, ReadonlyMap<string, boolean>>;

const SNAPSHOT = /\{%-?\s*snapshot\s+(\w+)/g;

/**
 * What a package says of a node that it does not have, or that is switched off, is said of the first package's that has it,
 * the project being the first, as in dbt: so a project describes, configures and tests the models of its packages, and puts
 * seeds of its own into their place.
 */
export function sharePatches(packages: readonly Described[], report: Diagnostics): void {
  if (packages.length < 2) return;
  const names = packages.map(namesOf);
  for (const [at, { parsing, properties }] of packages.entries()) {
    for (const patch of properties.patches) {
      const named = (found: Names): readonly (boolean | undefined)[] =>
        patch.files.map((file) => found.get(patch.section)?.get(file));
      const isOn = (found: Names): boolean => named(found).includes(true);
      const isKnown = (found: Names): boolean => isOn(found) || named(found).includes(false);
      if (patch.relation !== null || isOn(names[at]!)) continue;
      const on = packages[names.findIndex(isOn)];
      const owner = isKnown(names[at]!) ? on : (on ?? packages[names.findIndex(isKnown)]);
      if (owner === undefined) continue;
      parsing.patches.giveAway(patch);
      owner.parsing.patches.adopt(patch, report);
    }
  }
}

function namesOf({ files: { models, seeds, snapshots }, parsing }: Described): Names {
  const stems = (section: 'models' | 'seeds', found: readonly FoundFile[]) =>
    new Map(found.map((file) => [stemOf(file.path), isOnInTrees(file, section, parsing)]));
  const blocks = snapshots.flatMap(({ text }) => [...text.matchAll(SNAPSHOT)].map((match) => match[1]!));
  return new Map([
    ['models', stems('models', models)],
    ['seeds', stems('seeds', seeds)],
    ['snapshots', new Map(blocks.map((name) => [name, true]))],
  ]);
}

/** Whether the trees of the project files leave a node on; properties files and templates are not asked. */
function isOnInTrees(file: FoundFile, tree: 'models' | 'seeds', parsing: Described['parsing']): boolean {
  const { before, after } = treesFor(parsing, tree, [parsing.project.name, ...foldersOf(file), stemOf(file.path)]);
  return [...before, ...after].findLast(({ values }) => values['enabled'] !== undefined)?.values['enabled'] !== false;
}
