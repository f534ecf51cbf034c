import { isNoRoom } from '../../../core/session-room.js';
import type { SessionOptions } from '../profile/session-options.js';
import { openSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';

/** Seconds that the lock may wait for writers, behind which new ones wait. */
const LOCK_WAIT_SECONDS = 2;

/** Writers are held back until it is released. */
export interface WriteLock {
  /** the statement that took it, for the artifact */
  readonly means: string;
  /** where the server stands: nothing changes meanwhile */
  readonly position: Readonly<Record<string, string>>;
  release(): Promise<void>;
}

/** Holds back the writers of the whole server. Null where the lock is not to be had in time. */
export function lockServer(options: SessionOptions): Promise<WriteLock | null> {
  return lock(options, 'FLUSH TABLES WITH READ LOCK', 'flush tables with read lock');
}

/** Holds back the writers of some tables, quoted names; needs less rights, and waits for their open transactions. */
export function lockTables(options: SessionOptions, tables: readonly string[]): Promise<WriteLock | null> {
  return lock(options, 'LOCK TABLES', `lock tables ${tables.map((table) => `${table} read`).join(', ')}`);
}

async function lock(options: SessionOptions, means: string, statement: string): Promise<WriteLock | null> {
  const session = await openSession({ ...options, retries: 0 }, 'control').catch((error: unknown) => {
    if (isNoRoom(error)) return null;
    throw error;
  });
  if (session === null) return null;
  try {
    await session.run(`set session lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
    await session.run(statement);
    // The lock ends with its session.
    return { means, position: await gtid(session), release: () => session.close() };
  } catch {
    await session.close();
    return null;
  }
}

/** The set of transactions up to here: MariaDB's name of it, MySQL's; no value where the binary log is off. */
async function gtid(session: Session): Promise<WriteLock['position']> {
  for (const variable of ['gtid_current_pos', 'gtid_executed']) {
    const [[value] = []] = await session.texts(`select @@global.${variable}`).catch(() => []);
    if (value) return { gtid: value.replace(/\s/g, '') };
  }
  return {};
}
