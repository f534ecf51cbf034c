import type { Manifest } from '../../spi/manifest.js';
import { fromFaithful, toFaithful } from './faithful-json.js';

/** What may hold values of users, of any kind. */
const DECLARED = [
  'nodes',
  'sources',
  'exposures',
  'unitTests',
  'groups',
  'selectors',
  'disabled',
  'testsWithoutInput',
] as const;
/** Texts and names alone. */
const PLAIN = ['packageRoots', 'docs', 'macros', 'children'] as const;

/** A manifest as its JSON has it: maps are lists of pairs. */
export interface PlainManifest {
  readonly projectName: string;
  readonly maps: Readonly<Record<string, unknown>>;
  /** maps with values in them that JSON has no form for; see `toFaithful` */
  readonly marked: readonly string[];
}

/**
 * The JSON of a `PlainManifest`, each entry turned into text by itself: a second manifest of objects beside the first one would
 * fill the memory. Throws where a value of the manifest has no form that can be kept.
 */
export function manifestJson(manifest: Manifest): string {
  const plain = PLAIN.map((name) =>
    listJson(
      name,
      [...manifest[name]].map((pair) => JSON.stringify(pair)),
    ),
  );
  const marked: string[] = [];
  const declared = DECLARED.map((name) => {
    const texts = Array.from<unknown, string>(manifest[name], (pair) => {
      const { value, marks } = toFaithful(pair);
      if (marks && marked.at(-1) !== name) marked.push(name);
      return JSON.stringify(value);
    });
    return listJson(name, texts);
  });
  const { projectName } = manifest;
  return `{"maps":{${[...plain, ...declared].join(',')}},${JSON.stringify({ projectName, marked }).slice(1)}`;
}

function listJson(name: string, items: readonly string[]): string {
  return `${JSON.stringify(name)}:[${items.join(',')}]`;
}

/** The manifest that `manifestJson` was given. */
export function fromPlainManifest({ projectName, maps, marked }: PlainManifest): Manifest {
  const pairs = (name: string) => {
    const list = marked.includes(name) ? fromFaithful(maps[name]) : maps[name];
    return new Map(list as [string, never][]);
  };
  const restored = Object.fromEntries([...PLAIN, ...DECLARED].map((name) => [name, pairs(name)]));
  return { projectName, ...(restored as unknown as Omit<Manifest, 'projectName'>) };
}
