import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DvtError } from '../../../core/errors.js';
import { string } from '../dialect/quote.js';
import type { Session } from '../session/session.js';

const LONGEST_NAME = 64;
/** Seconds of one wait, after which the user is told. */
const WAIT_SECONDS = 5;
/** Seconds after which another publisher is taken for stuck. */
const GIVE_UP_SECONDS = 1800;

/** Name of the lock that a run holds for its life. */
export function leaseName(runId: string): string {
  return lockName(`dvt.${runId}`);
}

/** Locks are named per server, without case and with 64 characters at most. */
function lockName(name: string): string {
  if (name.length <= LONGEST_NAME && name === name.toLowerCase()) return name;
  return `dvt.${hash('sha256', name).slice(0, 40)}`;
}

/** Takes a lock if it is free. It is held until it is released or the session ends. */
export async function tryLock(session: Session, name: string, seconds = 0): Promise<boolean> {
  const [[taken] = []] = await session.texts(`select get_lock(${string(name)}, ${seconds})`);
  return taken === '1';
}

export async function unlock(session: Session, name: string): Promise<void> {
  await session.run(`do release_lock(${string(name)})`);
}

/** Runs `work` while no other publisher works on the relation. */
export async function serialised<T>(
  session: Session,
  relation: string,
  notice: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const name = lockName(`dvt.publish.${relation}`);
  for (let waited = 0; !(await tryLock(session, name, WAIT_SECONDS)); waited += WAIT_SECONDS) {
    if (waited === 0) notice(`Waiting for another run that publishes ${relation}.`);
    if (waited >= GIVE_UP_SECONDS) {
      throw new DvtError(
        { code: 'DVT5104', message: `Another run has been publishing ${relation} for ${GIVE_UP_SECONDS} seconds.` },
        { terminal: false },
      );
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    if (!session.lost) await unlock(session, name).catch(() => {});
  }
}
