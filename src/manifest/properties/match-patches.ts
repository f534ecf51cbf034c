import type { Diagnostic, Diagnostics } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import { type NodePatch, type PatchSection, titleOf } from './patch.js';

/** What the properties files of one package say of its nodes. */
export class PatchIndex {
  readonly #byFile = new Map<string, NodePatch>();
  readonly #used = new Set<NodePatch>();
  readonly #all: readonly NodePatch[];

  /** Nodes that are described twice are reported. */
  constructor(patches: readonly NodePatch[], report: Diagnostics) {
    this.#all = patches;
    for (const patch of patches) this.adopt(patch, report);
    // A file without a version in its name is the latest version's, where no file has that in its name.
    for (const patch of patches) {
      const key = keyOf(patch.section, patch.files[1] ?? '');
      if (patch.files.length > 1 && !this.#byFile.has(key)) this.#byFile.set(key, patch);
    }
  }

  /** Takes what a properties file says, of this package or of another; a node that is described twice is reported. */
  adopt(patch: NodePatch, report: Diagnostics): void {
    const key = keyOf(patch.section, patch.files[0]!);
    const before = this.#byFile.get(key);
    if (before === undefined) this.#byFile.set(key, patch);
    else report.add(describedTwice(patch, before));
  }

  /** Leaves a patch to another package. */
  giveAway(patch: NodePatch): void {
    this.#used.add(patch);
    for (const file of patch.files) {
      const key = keyOf(patch.section, file);
      if (this.#byFile.get(key) === patch) this.#byFile.delete(key);
    }
  }

  /** What is said of the node that this name defines: of a model its file's, of a snapshot its block's. */
  of(section: PatchSection, file: string): NodePatch | null {
    const patch = this.#byFile.get(keyOf(section, file)) ?? null;
    if (patch !== null) this.#used.add(patch);
    return patch;
  }

  /** All patches of a section. */
  in(section: PatchSection): readonly NodePatch[] {
    return this.#all.filter((patch) => patch.section === section);
  }

  /** Warnings for descriptions of nodes that do not exist. */
  unused(names: ReadonlyMap<PatchSection, ReadonlySet<string>>): readonly Diagnostic[] {
    return this.#all
      .filter((patch) => !this.#used.has(patch))
      .map((patch) => {
        const title = titleOf(patch.section);
        const other = patch.version === null ? OF_A_REF.find((one) => names.get(one)?.has(patch.name)) : undefined;
        if (other !== undefined) return describedElsewhere(patch, other);
        const near = nearest(patch.name, names.get(patch.section) ?? []);
        const version = patch.version === null ? '' : ` in the version ${patch.version.version}`;
        const files = `A ${title} is ${patch.section === 'snapshots' ? 'a block of that name' : `a file ${patch.files[0]}`} below its paths.`;
        return {
          code: 'DVT1209',
          message: `${patch.path} describes the ${title} ${patch.name}${version}, which does not exist.`,
          location: patch.location,
          hint: near === null || near === patch.name ? files : `Did you mean ${near}?`,
        };
      });
  }
}

function keyOf(section: PatchSection, file: string): string {
  return `${section}\u0000${file}`;
}

const OF_A_REF = ['models', 'seeds', 'snapshots'] as const;

function describedElsewhere(patch: NodePatch, section: PatchSection): Diagnostic {
  const { path, name, location } = patch;
  return {
    code: 'DVT1209',
    message: `${path} describes the ${titleOf(patch.section)} ${name}, which is a ${titleOf(section)}: its tests are run, all else that is said of it is not taken.`,
    location,
    hint: `Write it under \`${section}:\`.`,
  };
}

function describedTwice(patch: NodePatch, before: NodePatch): Diagnostic {
  const too = before.path === patch.path ? '' : `, in ${before.path} too`;
  return {
    code: 'DVT1204',
    message: `The ${titleOf(patch.section)} ${patch.name} is described twice${too}.`,
    location: patch.location,
    hint: 'Take one of the two out.',
    related: [{ message: 'the first description', location: before.location }],
  };
}
