import { DvtError } from '../../../core/errors.js';
import type { Lease } from '../../../spi/connection.js';
import type { Session } from '../session/session.js';
import { leaseName, tryLock, unlock } from './named-lock.js';

const KEEP_ALIVE_MILLISECONDS = 30_000;

/** Takes the run's lock on a session of its own, kept alive until it is released; opened anew where it is lost. */
export async function takeLease(
  runId: string,
  open: () => Promise<Session>,
  notice: (message: string) => void,
): Promise<Lease> {
  let session = await hold(runId, open);
  let checking: Promise<void> = Promise.resolve();
  const check = async () => {
    try {
      await session.run('do 1');
    } catch {
      session.destroy();
      session = await hold(runId, open);
    }
  };
  const timer = setInterval(() => {
    checking = check().catch(() =>
      notice(`The lease of run ${runId} was lost; another run may remove its staging tables.`),
    );
  }, KEEP_ALIVE_MILLISECONDS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await checking;
      // The server frees the locks of a closed session when it notices, which may be a moment later.
      if (!session.lost) await unlock(session, leaseName(runId)).catch(() => {});
      await session.close();
    },
  };
}

async function hold(runId: string, open: () => Promise<Session>): Promise<Session> {
  const session = await open();
  if (await tryLock(session, leaseName(runId))) return session;
  await session.close();
  throw new DvtError({
    code: 'DVT5104',
    message: `Connection ${session.connection}: run ${runId} is already under way.`,
    hint: 'Wait for it to end.',
  });
}
