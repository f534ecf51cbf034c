import type { Diagnostics } from '../../core/errors.js';
import { type FoundFile, stemOf } from '../files/discover.js';
import type { PackageFiles } from '../files/package-files.js';
import type { PatchIndex } from './match-patches.js';
import type { NodePatch, PatchSection } from './patch.js';

/** A package whose properties files are read. */
interface Described {
  readonly files: PackageFiles;
  readonly parsing: { readonly patches: PatchIndex };
  readonly properties: { readonly patches: readonly NodePatch[] };
}

const SNAPSHOT = /\{%-?\s*snapshot\s+(\w+)/g;

/**
 * What a package says of a node that it does not have is said of the first package's that has it, the project being the
 * first, as in dbt: so a project describes, configures and tests the models of its packages.
 */
export function sharePatches(packages: readonly Described[], report: Diagnostics): void {
  if (packages.length < 2) return;
  const names = packages.map(({ files }) => namesOf(files));
  for (const [at, { parsing, properties }] of packages.entries()) {
    for (const patch of properties.patches) {
      const isKnown = (found: ReadonlyMap<PatchSection, ReadonlySet<string>>): boolean =>
        patch.files.some((file) => found.get(patch.section)?.has(file));
      if (patch.relation !== null || isKnown(names[at]!)) continue;
      const owner = packages[names.findIndex(isKnown)];
      if (owner === undefined) continue;
      parsing.patches.giveAway(patch);
      owner.parsing.patches.adopt(patch, report);
    }
  }
}

function namesOf({ models, seeds, snapshots }: PackageFiles): ReadonlyMap<PatchSection, ReadonlySet<string>> {
  const stems = (found: readonly FoundFile[]): ReadonlySet<string> => new Set(found.map(({ path }) => stemOf(path)));
  const blocks = snapshots.flatMap(({ text }) => [...text.matchAll(SNAPSHOT)].map((match) => match[1]!));
  return new Map([
    ['models', stems(models)],
    ['seeds', stems(seeds)],
    ['snapshots', new Set(blocks)],
  ]);
}
