import { posix } from 'node:path';
import type { ManifestNode } from '../spi/node.js';
import { pathInPackage } from './package-path.js';

type Placed = Pick<ManifestNode, 'kind' | 'path' | 'packageRoot' | 'name'> & {
  readonly generic?: { readonly fileName: string } | null;
};

/** dbt's `path` leaves the resource path's own folder away; what is no file of its own has one in dbt's mind. */
export function shortPath(node: Placed): string {
  const path = originalPath(node);
  if (node.kind === 'test' && node.generic) return `${node.generic.fileName}.sql`;
  if (node.kind === 'operation') return `hooks/${node.name}.sql`;
  if (node.kind === 'snapshot' && !/\.sql$/i.test(path)) return `${node.name}.sql`;
  return node.kind === 'analysis' ? `analysis/${pathInFolder(path)}` : pathInFolder(path);
}

/** dbt's `original_file_path`. */
export function originalPath({ kind, path, packageRoot }: Omit<Placed, 'name'>): string {
  // dbt's way to write the project file.
  return kind === 'operation' ? `./${posix.basename(path)}` : pathInPackage(path, packageRoot);
}

/** A path below the folder that its kind of files is in: dbt's `path` beside `original_file_path`. */
export function pathInFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** dbt's `patch_path`: `shop://models/schema.yml`, with the package that the file is in, which may be another's than the node. */
export function patchPath(
  { patchPath: path, packageName, packageRoot }: Pick<ManifestNode, 'patchPath' | 'packageName' | 'packageRoot'>,
  packageRoots: ReadonlyMap<string, string>,
): string | null {
  if (path === null) return null;
  const own = pathInPackage(path, packageRoot);
  if (packageRoot !== '' && own !== path) return `${packageName}://${own}`;
  const holds = ([, root]: readonly [string, string]): boolean => root === '' || path.startsWith(`${root}/`);
  const [owner, root] = [...packageRoots].filter(holds).sort(([, a], [, b]) => b.length - a.length)[0] ?? [
    packageName,
    '',
  ];
  return `${owner}://${pathInPackage(path, root)}`;
}
