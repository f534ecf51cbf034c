import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pathInPackage } from '../../core/package-path.js';
import type { FileChecksum } from '../../spi/node.js';
import { type FoundFile, foldersOf, stemOf } from '../files/discover.js';
import type { PackageParsing } from './package-parsing.js';
import { parseNode } from './parse-node.js';
import type { ParsedNode } from './parsed-node.js';
import { seedChecksum } from './seed-checksum.js';
import { NO_WRITTEN_CONFIG } from './written-config.js';

/** bytes; of larger seeds dbt knows the path alone (`MAXIMUM_SEED_SIZE_MIB`) */
const LARGEST_HASHED = 1024 * 1024;

/** Makes the node of one CSV file. The file is hashed and not read: it may be larger than memory. */
export async function parseSeed(file: FoundFile, parsing: PackageParsing): Promise<ParsedNode | null> {
  const { project } = parsing;
  const name = stemOf(file.path);
  const patch = parsing.patches.of('seeds', name);
  const path = join(project.root, posix.relative(project.packageRoot, file.path));
  const contentHash = await seedChecksum(path);
  const { size } = await stat(path);
  const checksum: FileChecksum =
    size > LARGEST_HASHED
      ? { name: 'path', checksum: pathInPackage(file.path, project.packageRoot) }
      : { name: 'sha256', checksum: contentHash };
  const node = await parseNode(
    {
      kind: 'seed',
      id: `seed.${project.name}.${name}`,
      name,
      fqn: [project.name, ...foldersOf(file), name],
      path: file.path,
      rawCode: '',
      checksum,
      location: { path: file.path, line: 1, column: 1 },
      patch,
      tree: 'seeds',
      file: null,
      connection: null,
      layers: [],
      written: NO_WRITTEN_CONFIG,
      capture: async () => ({ calls: [], configs: [], macros: new Set() }),
    },
    parsing,
  );
  return node === null ? null : { ...node, traits: { kind: 'seed', contentHash } };
}
