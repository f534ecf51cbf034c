import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument, type YAMLSeq } from 'yaml';
import { DvtError } from '../core/errors.js';
import { readIfAny } from './packages-file.js';

/** `--add-package`: writes an entry into `packages.yml` (or the `dependencies.yml` that is there), keeping its comments. */
export async function addPackage(root: string, wanted: string, source: string): Promise<string> {
  const entry = entryOf(wanted, source);
  const [other, own] = [await readIfAny(join(root, 'dependencies.yml')), await readIfAny(join(root, 'packages.yml'))];
  const file = own === null && other !== null ? 'dependencies.yml' : 'packages.yml';
  const document = parseDocument(own ?? other ?? 'packages: []\n');
  if (document.errors.length > 0) {
    throw new DvtError({ code: 'DVT1070', message: `${file} cannot be read: ${document.errors[0]!.message}` });
  }
  const list = document.get('packages') as YAMLSeq | undefined;
  const kind = Object.keys(entry)[0]!;
  const before =
    list?.items.findIndex((item) => (item as { get?(key: string): unknown }).get?.(kind) === entry[kind]) ?? -1;
  if (list === undefined || list === null) document.set('packages', [entry]);
  else if (before >= 0) list.set(before, document.createNode(entry));
  else list.add(document.createNode(entry));
  if (list?.flow) list.flow = false;
  await writeFile(join(root, `${file}.new`), document.toString());
  await rename(join(root, `${file}.new`), join(root, file));
  return file;
}

/** `dbt-labs/dbt_utils@1.3.0`, `https://...git@v1`; a hub package may have bounds: `x/y@>=1.0.0,<2.0.0`. */
function entryOf(wanted: string, source: string): Readonly<Record<string, unknown>> {
  const at = wanted.lastIndexOf('@');
  const [name, version] = at > 0 ? [wanted.slice(0, at), wanted.slice(at + 1)] : [wanted, null];
  if (source === 'local') return { local: wanted };
  if (source === 'git') return version === null ? { git: name } : { git: name, revision: version };
  if (version === null) {
    const message = `--add-package ${wanted} names no version.`;
    throw new DvtError({ code: 'DVT1040', message, hint: `Write ${wanted}@1.0.0.` });
  }
  return { package: name, version: version.includes(',') ? version.split(',') : version };
}
