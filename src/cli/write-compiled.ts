import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ManifestNode } from '../spi/node.js';
import type { Session } from './session.js';

/**
 * Writes a node's compiled SQL, redacted: the file runs as it stands, in its database or in DuckDB. Returns its path,
 * relative to the project. A file that says the same already stays: to write thousands anew takes seconds.
 */
export async function writeCompiled(
  { project, invocation }: Session,
  node: ManifestNode,
  sql: string,
): Promise<string> {
  const path = join(project.root, compiledPath(project, node));
  const text = `${invocation.redactor.redact(sql)}\n`;
  if (textOf(path) !== text) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return compiledPath(project, node);
}

/** Where a node's compiled SQL is written, relative to the project. */
export function compiledPath({ targetPath, root }: Session['project'], node: ManifestNode): string {
  return relative(root, join(targetPath, 'compiled', node.packageName, pathOf(node)));
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** below its package; what is written in YAML, and snapshots, get files of their own in a folder of their file's name */
function pathOf(node: ManifestNode): string {
  const path = node.packageRoot === '' ? node.path : relative(node.packageRoot, node.path);
  if (!/\.ya?ml$/.test(path) && node.kind !== 'snapshot') return path;
  return join(path, `${node.kind === 'test' && node.generic !== null ? node.generic.fileName : node.name}.sql`);
}
