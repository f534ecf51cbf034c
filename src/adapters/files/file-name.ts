import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseStagingName } from '../../core/staging-name.js';
import { FORMATS, formatOf } from './formats.js';
import { type Folder, MAIN } from './profile.js';

/** Ending of a staging file, which no pattern for finished files matches. */
const STAGING_ENDING = '.tmp';

/** Characters that file systems or DuckDB's patterns give a meaning. */
const SPECIAL = /[/\\:*?"<>|%[\]{}\u0000-\u001f]|^\./g;

/** A name as a file's name, special characters written as %XX. */
function encodeName(name: string): string {
  return name.replace(
    SPECIAL,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
}

function decodeName(name: string): string {
  return name.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The directory of a schema. */
export function directoryOf(folder: Folder, schema: string | null): string {
  const name = schema ?? folder.schema;
  return name === MAIN ? folder.root : join(folder.root, encodeName(name));
}

/** The file that a model is written to; a staging file lies beside it. */
export function fileToWrite(folder: Folder, schema: string | null, identifier: string): string {
  const ending = FORMATS[folder.format].endings[0]! + (parseStagingName(identifier) ? STAGING_ENDING : '');
  return join(directoryOf(folder, schema), encodeName(identifier) + ending);
}

export interface FoundFile {
  readonly path: string;
  readonly identifier: string;
  readonly staging: boolean;
}

/** The data files of a schema, by name; none where there is no such directory. */
export async function filesOf(folder: Folder, schema: string | null): Promise<readonly FoundFile[]> {
  const directory = directoryOf(folder, schema);
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: FoundFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isSymbolicLink()) continue;
    const staging = entry.name.endsWith(STAGING_ENDING);
    const name = staging ? entry.name.slice(0, -STAGING_ENDING.length) : entry.name;
    if (formatOf(name) === null) continue;
    const stem = name.replace(/\.(gz|gzip|zst)$/i, '').replace(/\.[^.]*$/, '');
    found.push({ path: join(directory, entry.name), identifier: decodeName(stem), staging });
  }
  return found.sort((a, b) => (a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0));
}

/** The file of a relation: of the folder's own format, else of any; null where there is none. */
export async function findFile(folder: Folder, schema: string | null, identifier: string): Promise<string | null> {
  const named = (await filesOf(folder, schema)).filter((file) => file.identifier === identifier);
  const own = named.find(({ path }) => formatOf(path.replace(/\.tmp$/, '')) === folder.format);
  return (own ?? named[0])?.path ?? null;
}
