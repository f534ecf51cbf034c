import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import pLimit from 'p-limit';
import { glob } from 'tinyglobby';
import type { Diagnostic } from '../core/errors.js';

/** A file of the project. */
export interface ProjectFile {
  /** relative to the project's root, with `/` */
  readonly path: string;
  /** the directory of the project's settings that it was found under: `models` */
  readonly base: string;
  readonly text: string;
}

const FILES_AT_ONCE = 32;

/**
 * Reads every file under some of the project's directories whose name ends in one of `extensions`, in the order of their
 * paths. Directories that do not exist hold nothing.
 */
export async function readFiles(
  root: string,
  directories: readonly string[],
  extensions: readonly string[],
): Promise<readonly ProjectFile[]> {
  const found = new Map<string, string>();
  for (const directory of directories) {
    const base = posix.normalize(directory.replaceAll('\\', '/')).replace(/\/$/, '');
    const patterns = extensions.map((extension) => `**/*${extension}`);
    const ignore = ['**/node_modules/**', '**/.git/**'];
    const paths = await glob(patterns, { cwd: join(root, base), ignore, caseSensitiveMatch: false });
    for (const path of paths) {
      const fromRoot = posix.join(base, path.replaceAll('\\', '/'));
      if (!found.has(fromRoot)) found.set(fromRoot, base);
    }
  }
  const limit = pLimit(FILES_AT_ONCE);
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    sorted.map(([path, base]) =>
      limit(async () => {
        const text = await readFile(join(root, path), 'utf8');
        return { path, base, text: text.startsWith('\uFEFF') ? text.slice(1) : text };
      }),
    ),
  );
}

/** Folders between the project's directory and the file: `models/staging/shop/a.sql` -> `['staging', 'shop']`. */
export function foldersOf(file: Pick<ProjectFile, 'path' | 'base'>): readonly string[] {
  const inside = file.base === '.' ? file.path : file.path.slice(file.base.length + 1);
  return inside.split('/').slice(0, -1);
}

/** The file's name without its last extension. */
export function stemOf(path: string): string {
  return posix.basename(path, posix.extname(path));
}

/** Models in Python cannot run here. */
export function pythonModel(path: string): Diagnostic {
  return {
    code: 'DVT1208',
    message: `${path} is a Python model; dvt runs models written in SQL.`,
    location: { path, line: 1, column: 1 },
    hint: 'Write it as a `.sql` model, or move it out of the model paths.',
  };
}
