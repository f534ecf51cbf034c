import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestNode } from '../spi/node.js';
import type { Session } from './session.js';

/** Writes a model's compiled SQL, redacted: the file runs as it stands, in its database or in DuckDB. */
export async function writeCompiled({ project, invocation }: Session, node: ManifestNode, sql: string): Promise<void> {
  const path = join(project.targetPath, 'compiled', project.name, node.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${invocation.redactor.redact(sql)}\n`);
}
