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
