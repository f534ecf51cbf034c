import type { Manifest } from '../../spi/manifest.js';
import { fromFaithful, toFaithful } from './faithful-json.js';

/** What may hold values of users, of any kind. */
const DECLARED = ['nodes', 'sources', 'exposures', 'unitTests', 'groups', 'selectors', 'disabled'] as const;
/** Texts and names alone. */
const PLAIN = ['packageRoots', 'docs', 'macros', 'children'] as const;

/** A manifest as JSON has it: its maps are lists of pairs. */
export interface PlainManifest {
  readonly projectName: string;
  readonly maps: Readonly<Record<string, unknown>>;
  /** maps with values in them that JSON has no form for; see `toFaithful` */
  readonly marked: readonly string[];
}

/** Throws where a value of the manifest has no form that can be kept. */
export function toPlainManifest(manifest: Manifest): PlainManifest {
  const maps: Record<string, unknown> = {};
  const marked: string[] = [];
  for (const name of PLAIN) maps[name] = [...manifest[name]];
  for (const name of DECLARED) {
    const { value, marks } = toFaithful([...manifest[name]]);
    maps[name] = value;
    if (marks) marked.push(name);
  }
  return { projectName: manifest.projectName, maps, marked };
}

/** The manifest that `toPlainManifest` was given. */
export function fromPlainManifest({ projectName, maps, marked }: PlainManifest): Manifest {
  const pairs = (name: string) => {
    const list = marked.includes(name) ? fromFaithful(maps[name]) : maps[name];
    return new Map(list as [string, never][]);
  };
  const restored = Object.fromEntries([...PLAIN, ...DECLARED].map((name) => [name, pairs(name)]));
  return { projectName, ...(restored as unknown as Omit<Manifest, 'projectName'>) };
}
