import { randomUUID } from 'node:crypto';
import type { ReaderSessions, SessionPlan } from '../../../spi/scan.js';
import type { Snapshot, SnapshotState } from '../../../spi/snapshot.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import type { Database } from '../profile.js';
import type { SessionPool } from '../session/session-pool.js';
import { planScan } from './plan-scan.js';
import type { SnapshotInfo } from './read-session.js';

interface Context {
  readonly database: Database;
  readonly sessions: SessionPool;
  readonly readers: () => Promise<ReaderSessions>;
}

/**
 * One state of the files for many scans: a read transaction that stays open, where all files have a write-ahead log.
 * Without one a reader keeps every writer out, our own publishing too: each scan has a transaction of its own then.
 */
export async function openSnapshot({ database, sessions, readers }: Context): Promise<Snapshot> {
  const locking = await withoutLog(sessions, Object.keys(database.schemas));
  if (locking !== null) return separateStates(database, locking);
  const open = await readers();
  const plan: SessionPlan = {
    key: `sqlite ${database.connection} snapshot ${randomUUID()}`,
    module: new URL('./read-session.js', import.meta.url).href,
    data: { ...database, readOnly: true },
    pinned: true,
  };
  const [info] = (await open.open(plan, 1)) as [SnapshotInfo];
  return {
    state: stateOf(
      { scope: 'source', means: 'read transaction', limit: null },
      new Date((info.asked + info.answered) / 2),
      (info.answered - info.asked) / 2,
    ),
    get held() {
      return open.count(plan.key) > 0;
    },
    scan: async (request) => planScan(database, request, plan),
    release: () => open.close(plan.key),
  };
}

/** The journal mode of the first file that has no write-ahead log; null = all have one. */
async function withoutLog(sessions: SessionPool, schemas: readonly string[]): Promise<string | null> {
  for (const schema of schemas) {
    const { rows } = await sessions.use((session) => session.run(`pragma ${quoteIdentifier(schema)}.journal_mode`));
    if (rows[0]?.[0] !== 'wal') return String(rows[0]?.[0]);
  }
  return null;
}

function separateStates(database: Database, mode: string): Snapshot {
  const limit = `journal_mode is ${mode}, in which a reader keeps writers out; with wal the whole run sees one state`;
  return {
    state: stateOf({ scope: 'scan', means: 'a read transaction each', limit }, new Date(), 0),
    held: true,
    scan: async (request) => planScan(database, request, null),
    release: async () => {},
  };
}

function stateOf(
  kind: Pick<SnapshotState, 'scope' | 'means' | 'limit'>,
  takenAt: Date,
  plusMinus: number,
): SnapshotState {
  return { ...kind, connections: 1, position: {}, takenAt, plusMinus };
}
