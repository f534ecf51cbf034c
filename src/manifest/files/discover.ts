import { join, posix } from 'node:path';
import { glob } from 'tinyglobby';
import { type Diagnostic, DvtError } from '../../core/errors.js';
import { readText } from '../../core/text-file.js';
import { ignoredBy } from './ignore.js';

/** A file of a project or of a package. */
export interface FoundFile {
  /** relative to the root project's folder, with `/` */
  readonly path: string;
  /** the directory of the package's settings that it was found under, relative to the same folder: `models` */
  readonly base: string;
}

/** A text file of a project. */
export interface ProjectFile extends FoundFile {
  readonly text: string;
}

/** Where files are looked for. */
export interface Searched {
  /** absolute folder of the package */
  readonly root: string;
  /** the same relative to the root project; '' for the project itself */
  readonly packageRoot: string;
}

/**
 * Every file under some of a package's directories, in the order of their paths, without those that its `.dbtignore`
 * names. Directories that do not exist hold nothing.
 */
export async function findFiles(
  { root, packageRoot }: Searched,
  directories: readonly string[],
): Promise<readonly FoundFile[]> {
  const ignored = await ignoredBy(root);
  const found = new Map<string, string>();
  for (const directory of new Set(directories)) {
    const base = posix.normalize(directory.replaceAll('\\', '/')).replace(/\/$/, '');
    const ignore = ['**/node_modules/**', '**/.git/**'];
    for (const path of await glob('**/*', { cwd: join(root, base), ignore })) {
      const inPackage = posix.join(base, path.replaceAll('\\', '/'));
      if (ignored(inPackage)) continue;
      const fromRoot = posix.join(packageRoot, inPackage);
      if (!found.has(fromRoot)) found.set(fromRoot, posix.join(packageRoot, base));
    }
  }
  return [...found].map(([path, base]) => ({ path, base })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reads files of a package. Throws one DvtError with every file that cannot be read, or is not UTF-8. */
export function readTexts({ root, packageRoot }: Searched, files: readonly FoundFile[]): readonly ProjectFile[] {
  const unread: Diagnostic[] = [];
  const texts = files.map((file) => {
    try {
      return readText(join(root, posix.relative(packageRoot, file.path)), file.path) ?? '';
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      unread.push(...error.diagnostics);
      return '';
    }
  });
  if (unread.length > 0) throw new DvtError(unread);
  return files.map((file, i) => ({ ...file, text: texts[i]! }));
}

/** Folders between the package's directory and the file: `models/staging/shop/a.sql` -> `['staging', 'shop']`. */
export function foldersOf(file: FoundFile): readonly string[] {
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
