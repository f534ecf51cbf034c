import type { SessionOptions } from '../profile/session-options.js';
import { openSession } from '../session/open-session.js';

/** Seconds that the lock may wait for writers, who wait behind it. */
const LOCK_WAIT_SECONDS = 2;

/**
 * Locks a table against writers, those with an open transaction waited for; returns what unlocks it, or null where the
 * lock is not to be had. Only this table is held up, which FLUSH TABLES WITH READ LOCK would not keep to.
 */
export async function lockTable(options: SessionOptions, table: string): Promise<(() => Promise<void>) | null> {
  const session = await openSession({ ...options, retries: 0 }, 'control');
  try {
    await session.run(`set session lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
    await session.run(`lock tables ${table} read`);
    return () => session.close();
  } catch {
    await session.close();
    return null;
  }
}
