import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'dvt-';
const OWNER_FILE = 'owner.json';

/** A run's private directory, for staging and spilling. */
export interface RunDirectory {
  readonly path: string;
  /** Deletes it with all that is in it. */
  remove(): Promise<void>;
}

/** Makes `<parent>/dvt-<run id>/` with mode 0700, and sweeps those that processes of this machine left when they died. */
export async function openRunDirectory(parent: string, runId: string): Promise<RunDirectory> {
  await mkdir(parent, { recursive: true });
  await sweep(parent);
  const path = join(parent, `${PREFIX}${runId}`);
  await mkdir(path, { mode: 0o700 });
  await writeFile(join(path, OWNER_FILE), JSON.stringify({ host: hostname(), pid: process.pid }), { mode: 0o600 });
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

async function sweep(parent: string): Promise<void> {
  const entries = await readdir(parent).catch(() => []);
  for (const entry of entries.filter((name) => name.startsWith(PREFIX))) {
    const path = join(parent, entry);
    // A directory without an owner is being made by another run just now, or is not ours.
    const owner = await readOwner(path);
    if (owner !== null && owner.host === hostname() && !isAlive(owner.pid)) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function readOwner(path: string): Promise<{ host: string; pid: number } | null> {
  try {
    const owner: unknown = JSON.parse(await readFile(join(path, OWNER_FILE), 'utf8'));
    const { host, pid } = owner as { host: unknown; pid: unknown };
    return typeof host === 'string' && typeof pid === 'number' ? { host, pid } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
