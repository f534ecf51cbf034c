import { execFile } from 'node:child_process';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DvtError } from '../../core/errors.js';
import { withoutCredentials } from '../specification.js';

const run = promisify(execFile);

/** A checked-out repository. */
export interface CheckedOut {
  /** the folder that holds the project */
  readonly folder: string;
  /** the commit that `revision` stood for */
  readonly commit: string;
}

/** Fetches one revision of a repository into `directory`, without its history. Throws DVT1074. */
export async function fetchGit(
  {
    url,
    revision,
    subdirectory,
  }: { readonly url: string; readonly revision: string | null; readonly subdirectory: string | null },
  directory: string,
  signal: AbortSignal,
): Promise<CheckedOut> {
  await mkdir(directory, { recursive: true });
  const git = async (...args: readonly string[]): Promise<string> => {
    // Nobody is there to be asked for a password.
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    return (await run('git', ['-C', directory, ...args], { signal, env, maxBuffer: 1 << 24 })).stdout.trim();
  };
  try {
    await git('init', '--quiet');
    await git('remote', 'add', 'origin', url);
    await fetchRevision(git, revision);
    const commit = await git('rev-parse', 'HEAD');
    await rm(join(directory, '.git'), { recursive: true, force: true });
    const folder = subdirectory === null ? directory : join(directory, subdirectory);
    if (!(await isFolder(folder))) throw new Error(`it has no folder ${subdirectory}`);
    return { folder, commit };
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new DvtError(
      {
        code: 'DVT1074',
        message: `The package at ${withoutCredentials(url)} cannot be fetched${revision === null ? '' : ` at ${revision}`}: ${reasonOf(cause, url)}`,
        hint: 'Check the address, the revision, and that `git` may read the repository without asking.',
      },
      { cause },
    );
  }
}

/** A server may refuse to send one commit alone; then its whole history is fetched. */
async function fetchRevision(
  git: (...args: readonly string[]) => Promise<string>,
  revision: string | null,
): Promise<void> {
  try {
    await git('fetch', '--quiet', '--depth', '1', 'origin', '--', revision ?? 'HEAD');
    await git('checkout', '--quiet', 'FETCH_HEAD');
  } catch (error) {
    if (revision === null) throw error;
    await git('fetch', '--quiet', '--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*');
    await git('checkout', '--quiet', '--detach', '--end-of-options', revision);
  }
}

function reasonOf(cause: unknown, url: string): string {
  const { code, stderr } = cause as { readonly code?: unknown; readonly stderr?: string };
  if (code === 'ENOENT') return 'the program `git` is not installed.';
  const line = stderr?.split('\n').find((text) => /^(fatal|error|remote):/.test(text));
  const text = line ?? (cause instanceof Error ? cause.message.split('\n')[0]! : String(cause));
  return text.replaceAll(url, withoutCredentials(url));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
