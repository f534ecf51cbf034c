import { hash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { LocatedYaml } from '../core/located-yaml.js';
import { type RenderText, readIfAny, readPackages } from './packages-file.js';
import type { PackageSpecification } from './specification.js';

const FILE = 'package-lock.yml';

/** What `package-lock.yml` holds. */
export interface Lock {
  /** of the packages file that it was made from */
  readonly hash: string | null;
  readonly packages: readonly PackageSpecification[];
}

/** null where there is none. */
export async function readLock(root: string, render: RenderText): Promise<Lock | null> {
  const text = await readIfAny(join(root, FILE));
  if (text === null) return null;
  const file = new LocatedYaml(text, FILE);
  const hash = (file.value as { readonly sha1_hash?: unknown } | null)?.sha1_hash;
  return { hash: typeof hash === 'string' ? hash : null, packages: await readPackages(file, render) };
}

/** Writes the lock in dbt's form, whole or not at all. `entries` are the packages as they are to be installed. */
export async function writeLock(
  root: string,
  entries: readonly Readonly<Record<string, unknown>>[],
  hash: string,
): Promise<void> {
  const path = join(root, FILE);
  await writeFile(`${path}.new`, stringify({ packages: entries, sha1_hash: hash }, { sortMapEntries: true }));
  await rename(`${path}.new`, path);
}

/** dbt's hash of a packages file, so that one lock serves both: SHA-1 over the entries as sorted JSON. */
export function hashOf(packages: readonly PackageSpecification[]): string {
  const texts = packages.map((one) => pythonJson(entryFields(one))).sort();
  return hash('sha1', texts.join('\n'));
}

function entryFields(one: PackageSpecification): Readonly<Record<string, unknown>> {
  const unrendered = one.entry.written;
  switch (one.kind) {
    case 'hub':
      return {
        package: one.package,
        version: one.entry.rendered['version'],
        install_prerelease: one.installPrerelease,
        unrendered,
      };
    case 'git':
      return {
        git: one.url,
        revision: one.revision,
        subdirectory: one.subdirectory,
        'warn-unpinned': one.warnUnpinned,
        unrendered,
      };
    case 'tarball':
      return { tarball: one.url, name: one.name, unrendered };
    case 'local':
      return { local: one.path, unrendered };
  }
}

/** JSON with sorted keys and the blanks that Python's `json.dumps` writes. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, item]) => `${pythonJson(key)}: ${pythonJson(item)}`).join(', ')}}`;
  }
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  // Python escapes everything beyond ASCII.
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
