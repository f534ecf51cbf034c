import { hash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeText } from '../write-artifact.js';

type Entry = Readonly<Record<string, unknown>>;

/** dbt's own macros as a manifest of dbt's has them. */
export interface DbtMacros {
  /** of the dbt that wrote it */
  readonly version: string;
  /** entries by id */
  readonly macros: Readonly<Record<string, Entry>>;
  /** changes with them */
  readonly hash: string;
}

/** bytes in which the metadata of a manifest begin and end */
const HEAD = 2000;

/**
 * dbt's own macros from the manifest.json that dbt last wrote into a folder, kept beside it in `dbt_macros.json`; null where
 * dbt never wrote one. A dbt that compares with a manifest of dvt's calls every node modified whose macros have another text
 * than its own: with them in dvt's manifest it finds them as they are. Never throws for a file that it cannot read.
 * @param packages the project's own: their macros are in dvt's manifest anyway
 */
export async function dbtMacros(folder: string, packages: ReadonlySet<string>): Promise<DbtMacros | null> {
  const kept = join(folder, 'dbt_macros.json');
  if (await isOfDbt(join(folder, 'manifest.json'))) {
    const found = await readMacros(join(folder, 'manifest.json'), packages);
    if (found !== null) {
      await writeText(kept, JSON.stringify(found)).catch(() => undefined);
      return found;
    }
  }
  try {
    return JSON.parse(await readFile(kept, 'utf8')) as DbtMacros;
  } catch {
    return null;
  }
}

/** dvt says in the metadata, which come first, that a manifest is its own. */
async function isOfDbt(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      const head = buffer.toString('utf8', 0, bytesRead);
      return head.includes('"dbt_version"') && !head.includes('"dvt_version"');
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

async function readMacros(path: string, packages: ReadonlySet<string>): Promise<DbtMacros | null> {
  try {
    const { metadata, macros: all } = JSON.parse(await readFile(path, 'utf8')) as {
      readonly metadata: { readonly dbt_version: string };
      readonly macros: Readonly<Record<string, Entry>>;
    };
    const own = Object.entries(all).filter(([, macro]) => !packages.has(String(macro['package_name'])));
    // Readers with an older copy of the schema refuse `config`.
    const macros = Object.fromEntries(own.map(([id, { config: _, ...macro }]) => [id, macro]));
    const digest = hash('sha256', JSON.stringify(macros));
    return { version: metadata.dbt_version, macros, hash: digest };
  } catch {
    return null;
  }
}
