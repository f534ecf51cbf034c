import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = ['dvt_project.yml', 'dbt_project.yml'];

/**
 * `flags:` of the project file, by dbt's names (`warn_error`). Empty where there is no project, or none that can be read:
 * what is wrong with it is told when the project is loaded.
 * @param root folder of the project
 */
export async function projectFlags(root: string): Promise<Readonly<Record<string, unknown>>> {
  for (const file of FILES) {
    const text = await readFile(join(root, file), 'utf8').catch(() => null);
    if (text === null) continue;
    if (!/^flags\s*:/m.test(text)) return {};
    const { parseDocument } = await import('yaml');
    const flags: unknown = parseDocument(text, { logLevel: 'silent' }).toJS()?.flags;
    return typeof flags === 'object' && flags !== null ? (flags as Record<string, unknown>) : {};
  }
  return {};
}
