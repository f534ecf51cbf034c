import { join, posix } from 'node:path';
import { type FoundFile, foldersOf, stemOf } from '../files/discover.js';
import type { PackageParsing } from './package-parsing.js';
import { parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { seedChecksum } from './seed-checksum.js';

/** Makes the node of one CSV file. The file is hashed and not read: it may be larger than memory. */
export async function parseSeed(file: FoundFile, parsing: PackageParsing): Promise<ParsedNode | null> {
  const { project } = parsing;
  const name = stemOf(file.path);
  const patch = parsing.patches.of('seeds', name);
  const node = await parseNode(
    {
      kind: 'seed',
      id: `seed.${project.name}.${name}`,
      name,
      fqn: [project.name, ...foldersOf(file), name],
      path: file.path,
      rawCode: '',
      checksum: await seedChecksum(join(project.root, posix.relative(project.packageRoot, file.path))),
      location: { path: file.path, line: 1, column: 1 },
      patch,
      tree: 'seeds',
      file: null,
      connection: null,
      layers: [],
      capture: async () => ({ calls: [], configs: [], macros: new Set() }),
    },
    parsing,
  );
  return node === null ? null : { ...node, traits: { kind: 'seed' } };
}
