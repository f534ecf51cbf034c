import type { OpenReadSession, ReadSession } from '../../../spi/scan.js';
import type { SessionOptions } from '../profile/session-options.js';
import { openSession as openServerSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';
import { abandon, arriveAndWait } from './snapshot-barrier.js';

/** Argument of `openSession`. Structured-clonable; it holds the password and is never logged. */
export interface ReadSessionData {
  readonly session: SessionOptions;
  /** false: each statement opens a snapshot of its own; true: the session opens one and stays at it */
  readonly pinned: boolean;
  /** shared by the sessions that must open their snapshots at one state; null: it is the only one */
  readonly barrier: SharedArrayBuffer | null;
}

/** What a session at a snapshot tells of it. */
export interface PinnedInfo {
  /** milliseconds since 1970 by this machine's clock, before and after the snapshot was opened */
  readonly asked: number;
  readonly answered: number;
  /** where the snapshot stands in the binary log, on servers that say so */
  readonly position: Readonly<Record<string, string>>;
}

const OPEN_SNAPSHOT = 'start transaction with consistent snapshot, read only';

/** A session that a reader keeps from one statement to the next. */
export class MysqlReadSession implements ReadSession {
  #spoiled = false;

  constructor(
    readonly session: Session,
    readonly options: SessionOptions,
    readonly pinned: boolean,
    readonly info: PinnedInfo | null,
  ) {}

  get usable(): boolean {
    return !this.#spoiled && !this.session.lost;
  }

  async begin(): Promise<void> {
    if (!this.pinned) await this.session.run(OPEN_SNAPSHOT);
  }

  /**
   * After a statement. A pinned session goes back to its savepoint: that gives free the metadata locks of what it read, for
   * which a DROP or ALTER would wait, and keeps the snapshot (as mysqldump --single-transaction does).
   */
  async end(): Promise<void> {
    const back = this.pinned ? 'rollback to savepoint dvt' : 'rollback';
    // A cancel that comes late may end the first statement that it meets.
    const attempt = () => this.session.run(back);
    await attempt()
      .catch(attempt)
      .catch(() => this.spoil());
  }

  spoil(): void {
    this.#spoiled = true;
  }

  async close(): Promise<void> {
    if (this.usable) await this.session.close();
    else this.session.destroy();
    this.#spoiled = true;
  }
}

/** See spi/scan.ts. */
export const openSession: OpenReadSession = async (data) => {
  const { session: options, pinned, barrier } = data as ReadSessionData;
  const session = await openServerSession(options, 'read').catch((error: unknown) => {
    if (barrier !== null) abandon(barrier);
    throw error;
  });
  if (!pinned) return new MysqlReadSession(session, options, false, null);
  try {
    const open = async () => {
      const asked = Date.now();
      await session.run(OPEN_SNAPSHOT);
      return { asked, answered: Date.now() };
    };
    const times = barrier === null ? await open() : await arriveAndWait(barrier, open);
    await session.run('savepoint dvt');
    return new MysqlReadSession(session, options, true, { ...times, position: await binlogSnapshot(session) });
  } catch (error) {
    await session.close();
    throw error;
  }
};

/** MariaDB tells where in its binary log a snapshot stands; MySQL has no such status. */
async function binlogSnapshot(session: Session): Promise<PinnedInfo['position']> {
  const rows = await session.texts(`show status like 'binlog\\_snapshot\\_%'`).catch(() => []);
  const status = new Map(rows.map(([name, value]) => [String(name).toLowerCase(), value ?? '']));
  const file = status.get('binlog_snapshot_file');
  return file ? { binlog: `${file}:${status.get('binlog_snapshot_position')}` } : {};
}
