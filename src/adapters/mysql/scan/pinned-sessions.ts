import { randomUUID } from 'node:crypto';
import { DvtError } from '../../../core/errors.js';
import type { ReaderSessions, SessionPlan } from '../../../spi/scan.js';
import type { SnapshotState } from '../../../spi/snapshot.js';
import type { SessionOptions } from '../profile/session-options.js';
import type { PinnedInfo, ReadSessionData } from './read-session.js';
import { abandon, Barrier, barrierMemory } from './snapshot-barrier.js';
import type { WriteLock } from './write-lock.js';

/** Sessions in readers' threads that all stand at one state of the server. */
export interface PinnedSessions {
  readonly plan: SessionPlan;
  readonly count: number;
  readonly position: SnapshotState['position'];
  readonly takenAt: Date;
  readonly plusMinus: number;
}

/**
 * Opens `count` sessions that log in first, then wait until `lock` holds back the writers, and open their snapshots. Null
 * where the lock is not to be had, or the server has no room for so many; no session is left then.
 */
export async function openTogether(
  options: SessionOptions,
  readers: ReaderSessions,
  count: number,
  lock: () => Promise<WriteLock | null>,
): Promise<(PinnedSessions & { readonly means: string }) | null> {
  const memory = barrierMemory();
  const barrier = new Barrier(memory, count);
  const plan = sessionPlan(options, memory);
  let failure: { readonly error: unknown } | null = null;
  const opening = readers.open(plan, count).catch((error: unknown) => {
    failure = { error };
    return null;
  });
  const failed = () => failure !== null;
  const held = (await barrier.allArrived()) ? await lock() : null;
  if (held === null) {
    abandon(memory);
    await opening;
    const cause = failure as { readonly error: unknown } | null;
    // What may pass by itself (too many connections) one session may have been spared.
    if (cause !== null && (!(cause.error instanceof DvtError) || cause.error.terminal)) throw cause.error;
    return null;
  }
  try {
    await barrier.allOpened(failed);
  } finally {
    await held.release();
  }
  const infos = await opening;
  if (infos === null) throw (failure as { readonly error: unknown } | null)?.error;
  return { ...pinned(plan, count, infos as readonly PinnedInfo[], held.position), means: held.means };
}

/** Opens one session at a snapshot; needs no lock. */
export async function openAlone(options: SessionOptions, readers: ReaderSessions): Promise<PinnedSessions> {
  const plan = sessionPlan(options, null);
  return pinned(plan, 1, (await readers.open(plan, 1)) as readonly PinnedInfo[], {});
}

function sessionPlan(session: SessionOptions, barrier: SharedArrayBuffer | null): SessionPlan {
  const data: ReadSessionData = { session, pinned: true, barrier };
  const key = `mysql ${session.connection} snapshot ${randomUUID()}`;
  return { key, module: SESSIONS, data, pinned: true };
}

/** A session for statements that each have a state of their own. */
export function freeSession(session: SessionOptions): SessionPlan {
  const data: ReadSessionData = { session, pinned: false, barrier: null };
  return { key: `mysql ${session.connection}`, module: SESSIONS, data, pinned: false };
}

const SESSIONS = new URL('./read-session.js', import.meta.url).href;

function pinned(
  plan: SessionPlan,
  count: number,
  infos: readonly PinnedInfo[],
  position: SnapshotState['position'],
): PinnedSessions {
  const asked = Math.min(...infos.map((info) => info.asked));
  const answered = Math.max(...infos.map((info) => info.answered));
  return {
    // Tasks find the sessions by their key; what opened them would carry the password along.
    plan: { ...plan, data: null },
    count,
    position: { ...infos[0]?.position, ...position },
    takenAt: new Date((asked + answered) / 2),
    plusMinus: (answered - asked) / 2,
  };
}
