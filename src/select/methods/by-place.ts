import { pathInPackage } from '../../core/package-path.js';
import { matchesGlob } from '../glob.js';
import type { Method } from './method.js';

/** A folder stands for all that is in it, a YAML file also for what it describes. Paths are those within a package. */
export const path: Method = (value, _, { manifest: { packageRoots } }) => {
  const wanted = value.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  return (node) => {
    const root = packageRoots.get(node.packageName) ?? '';
    const parts = pathInPackage(node.path, root).split('/');
    if (parts.some((_, i) => matchesGlob(parts.slice(0, i + 1).join('/'), wanted, '/'))) return true;
    const described = 'patchPath' in node ? node.patchPath : null;
    return described !== null && matchesGlob(pathInPackage(described, root), wanted, '/');
  };
};

/** A file's name, with or without its extension. */
export const file: Method = (value) => (node) => {
  const name = node.path.split('/').at(-1)!;
  return matchesGlob(name, value) || matchesGlob(name.replace(/\.[^.]*$/, ''), value);
};
