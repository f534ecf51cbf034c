import { string } from '../dialect/quote.js';
import type { SessionOptions } from '../profile/session-options.js';
import type { CancelKey } from '../scan/read-data.js';
import { openSession } from './open-session.js';

/** Session numbers are used again after a restart: only a session that runs this very scan is told. */
export async function cancelStatement(options: SessionOptions, { id, token }: CancelKey): Promise<void> {
  const killer = await openSession({ ...options, retries: 0 }, 'control');
  try {
    const running = await killer.texts(
      `select id from information_schema.processlist where id = ${string(id)} and locate(${string(token)}, info) > 0`,
    );
    if (running.length > 0) await killer.run(`kill query ${Number(id)}`);
  } finally {
    await killer.close();
  }
}
