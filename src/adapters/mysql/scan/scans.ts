import type { RelationName } from '../../../spi/relation.js';
import type { ReaderSessions, ScanPlan, ScanRequest, SessionPlan } from '../../../spi/scan.js';
import type { Snapshot, SnapshotRequest } from '../../../spi/snapshot.js';
import { mayFlushTables, mayLockTables } from '../catalog/inspect.js';
import { databaseOf, relation as relationSql } from '../dialect/quote.js';
import type { SessionOptions } from '../profile/session-options.js';
import type { SessionPool } from '../session/session-pool.js';
import { freeSession, openAlone, openTogether, type PinnedSessions } from './pinned-sessions.js';
import { planScan } from './plan-scan.js';
import { splitConditions } from './splits.js';
import { lockServer, lockTables, type WriteLock } from './write-lock.js';

interface Context {
  readonly options: SessionOptions;
  readonly sessions: SessionPool;
  /** null: nothing is read over several connections */
  readonly readers: (() => Promise<ReaderSessions>) | null;
}

/** Reads relations of one connection, each at a state of its own or several at one. */
export class Scans {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** A relation at a state of its own. Where it is large its splits are read at one, its writers held back for a moment. */
  async scan(request: ScanRequest): Promise<ScanPlan> {
    const { options, readers } = this.#context;
    const alone = () => planScan(request, freeSession(options), null);
    const { name } = request.relation;
    if (readers === null || request.maxSplits < 2 || !(await this.#mayLock([name]))) return alone();
    const conditions = await this.#conditions(request);
    if (conditions === null) return alone();
    const lock = () => lockTables(options, [relationSql(name)]);
    const together = await openTogether(options, await readers(), request.maxSplits, lock);
    if (together === null) return alone();
    const release = async () => (await readers()).close(together.plan.key);
    return { ...planScan(request, together.plan, conditions), release };
  }

  /**
   * One state for many scans. Sessions at one state are opened while writers are held back, by the lock on the server, else
   * by locks on the tables; where neither is to be had, one session has the snapshot and everything is read over it.
   */
  async openSnapshot({ relations, maxConnections }: SnapshotRequest): Promise<Snapshot> {
    const { options, readers } = this.#context;
    if (readers === null) throw new TypeError('a snapshot needs readers');
    const sessions = await readers();
    const locks = maxConnections < 2 ? [] : await this.#locks(relations);
    for (const lock of locks) {
      const together = await openTogether(options, sessions, maxConnections, lock);
      if (together !== null) return this.#snapshot(sessions, together, together.means, null);
    }
    const why =
      maxConnections < 2
        ? 'max_connections is 1'
        : locks.length === 0
          ? 'the user may neither FLUSH TABLES WITH READ LOCK (RELOAD) nor LOCK TABLES'
          : 'writers could not be held back in time';
    const alone = await this.#context.sessions.room.lasting(() => openAlone(options, sessions));
    return this.#snapshot(sessions, alone, 'consistent snapshot of one connection', why);
  }

  #snapshot(readers: ReaderSessions, pinned: PinnedSessions, means: string, limit: string | null): Snapshot {
    const { plan, count, position, takenAt, plusMinus } = pinned;
    return {
      state: { scope: 'source', means, limit, connections: count, position, takenAt, plusMinus },
      get held() {
        return readers.count(plan.key) > 0;
      },
      scan: async (request) => this.#pinnedScan({ ...request, maxSplits: Math.min(request.maxSplits, count) }, plan),
      release: () => readers.close(plan.key),
    };
  }

  async #pinnedScan(request: ScanRequest, plan: SessionPlan): Promise<ScanPlan> {
    return planScan(request, plan, request.maxSplits < 2 ? null : await this.#conditions(request));
  }

  #conditions(request: ScanRequest): Promise<readonly string[] | null> {
    return this.#context.sessions.use((session) => splitConditions(session, request));
  }

  async #locks(relations: readonly RelationName[]): Promise<readonly (() => Promise<WriteLock | null>)[]> {
    const { options, sessions } = this.#context;
    const mayFlush = await sessions.use((session) => mayFlushTables(session));
    const names = [...new Set(relations.map((name) => relationSql(this.#complete(name))))];
    return [
      ...(mayFlush ? [() => lockServer(options)] : []),
      ...(names.length > 0 && (await this.#mayLock(relations)) ? [() => lockTables(options, names)] : []),
    ];
  }

  #mayLock(relations: readonly RelationName[]): Promise<boolean> {
    const databases = new Set(relations.map((name) => this.#complete(name).schema));
    return this.#context.sessions.use(async (session) => {
      for (const database of databases) if (!(await mayLockTables(session, database))) return false;
      return true;
    });
  }

  #complete(name: RelationName): RelationName {
    return { database: null, schema: databaseOf(name, this.#context.options.database), identifier: name.identifier };
  }
}
