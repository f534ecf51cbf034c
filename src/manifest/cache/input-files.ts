import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { Project } from '../../spi/project.js';
import { findFiles } from '../files/discover.js';

/** A file that a manifest was made from, as it stood then. */
export interface FileStamp {
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** milliseconds since 1970, with fractions */
  readonly modified: number;
  /** sha256, hex */
  readonly hash: string;
}

/** Files at the root of a package that are read beside those below its paths. */
const AT_ROOT = ['.dbtignore', 'selectors.yml'];
const FILES_AT_ONCE = 32;
/** Thousands of files of this size are read several times faster one after the other than by promises. */
const SMALL_BYTES = 1024 * 1024;
/** A file that was written this shortly before it was looked at may be written again within the same tick of its clock. */
const RACY_MILLISECONDS = 2000;

/** Paths of everything that the parse pass of a project reads, relative to its root; sorted. */
export async function inputFiles(project: Project, builtIn: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    [project, ...project.packages].map(async (one) => {
      const { modelPaths, seedPaths, snapshotPaths, testPaths, analysisPaths, macroPaths, docsPaths } = one;
      const paths = [modelPaths, seedPaths, snapshotPaths, testPaths, analysisPaths, macroPaths, docsPaths].flat();
      const found = (await findFiles(one, paths)).map((file) => file.path);
      return [...found, ...AT_ROOT.map((name) => posix.join(one.packageRoot, name))];
    }),
  );
  const own = (await findFiles({ root: builtIn, packageRoot: '' }, ['.'])).map((file) => join(builtIn, file.path));
  return [...new Set([...lists.flat(), ...own])].sort();
}

/**
 * The stamps of files, those that do not exist left out. A file whose size and time are those of a stamp in `known` is not
 * read again, unless it was so new at that time (`stampedAt`, milliseconds) that it may have changed unseen.
 */
export async function stampFiles(
  root: string,
  paths: readonly string[],
  known: ReadonlyMap<string, FileStamp>,
  stampedAt: number,
): Promise<readonly FileStamp[]> {
  const limit = pLimit(FILES_AT_ONCE);
  const stamps = await Promise.all(paths.map((path) => limit(() => stampFile(root, path, known.get(path), stampedAt))));
  return stamps.filter((stamp) => stamp !== null);
}

async function stampFile(
  root: string,
  path: string,
  before: FileStamp | undefined,
  stampedAt: number,
): Promise<FileStamp | null> {
  const full = path.startsWith('/') || /^\w:/.test(path) ? path : join(root, path);
  try {
    const entry = statSync(full, { throwIfNoEntry: false });
    if (!entry?.isFile()) return null;
    const { size, mtimeMs: modified } = entry;
    const trusted = before?.size === size && before.modified === modified && modified < stampedAt - RACY_MILLISECONDS;
    return { path, size, modified, hash: trusted ? before.hash : await hashOf(full, size) };
  } catch {
    // The parse pass says what is wrong with a file that cannot be read.
    return null;
  }
}

async function hashOf(path: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  if (size <= SMALL_BYTES) return hash.update(readFileSync(path)).digest('hex');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
