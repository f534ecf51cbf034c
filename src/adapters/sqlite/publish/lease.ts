import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { DvtError } from '../../../core/errors.js';
import type { Lease } from '../../../spi/connection.js';
import { loadClient } from '../session/client.js';
import { isBusy, sqliteError } from '../session/errors.js';

/**
 * A run's lease is a lock on the file `<database>.dvt-<run id>.lock` beside the database, taken by SQLite itself (an empty
 * database with an exclusive transaction). The system frees it when the process dies, however it dies; nothing has to
 * beat, and the user's database gets no table of ours. It reaches as far as SQLite's own locks do, other machines
 * on a shared file system included.
 */
export async function takeLease(database: string, runId: string): Promise<Lease> {
  const file = lockFile(database, runId);
  const lock = await tryLock(file);
  if (!lock) {
    throw new DvtError({ code: 'DVT4411', message: `another process holds the lease ${file}`, hint: 'Run again.' });
  }
  let held = true;
  return {
    async release() {
      if (!held) return;
      held = false;
      await rm(file, { force: true });
      lock.close();
    },
  };
}

/** Runs `work` while no live process has the run's lease; false where one has. */
export async function withFreeLease(database: string, runId: string, work: () => Promise<void>): Promise<boolean> {
  const lease = await takeLease(database, runId).catch((error: unknown) => {
    if (error instanceof DvtError && error.code === 'DVT4411') return null;
    throw error;
  });
  if (!lease) return false;
  try {
    await work();
  } finally {
    await lease.release();
  }
  return true;
}

/** Milliseconds in which a run that has made the file of its lease has locked it, too. */
const YOUNG_MS = 60_000;

/** Removes the files of runs that were killed, also of those that had nothing in staging. */
export async function sweepLeases(database: string): Promise<void> {
  const folder = dirname(database);
  const prefix = `${basename(database)}.dvt-`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith('.lock')) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < YOUNG_MS) continue;
    await withFreeLease(database, name.slice(prefix.length, -'.lock'.length), async () => {});
  }
}

function lockFile(database: string, runId: string): string {
  return `${database}.dvt-${runId}.lock`;
}

async function tryLock(file: string): Promise<DatabaseSyncInstance | null> {
  const { DatabaseSync } = await loadClient();
  try {
    const opened = new DatabaseSync(file, { timeout: 0 });
    try {
      opened.exec('begin exclusive');
      return opened;
    } catch (error) {
      opened.close();
      if (isBusy(error)) return null;
      throw error;
    }
  } catch (error) {
    throw sqliteError(error, `cannot lock ${file}`);
  }
}
