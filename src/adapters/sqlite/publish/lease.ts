import { rm } from 'node:fs/promises';
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
