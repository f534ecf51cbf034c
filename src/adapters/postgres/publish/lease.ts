import { DvtError } from '../../../core/errors.js';
import type { Lease } from '../../../spi/connection.js';
import { statementError } from '../session/errors.js';
import { endSession } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';
import type { SessionPool } from '../session/pool.js';
import { checkPublishing } from '../session/pooling.js';
import { runLockKey } from './locks.js';

/** Takes a run's advisory lock on a session of its own, which ends with the lease or with the process. */
export async function takeLease(pool: SessionPool, options: SessionOptions, runId: string): Promise<Lease> {
  checkPublishing(options);
  const { client } = await pool.open();
  try {
    // Absent before PostgreSQL 14; where it is set, it would end the session that holds the lock.
    const keepIdle = `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings where name = 'idle_session_timeout'`;
    await client.query(keepIdle);
    const lock = `select pg_catalog.pg_try_advisory_lock(${runLockKey(runId)}) as held`;
    const { rows } = await client.query<{ held: boolean }>(lock);
    if (rows[0]?.held) return { release: () => endSession(client) };
    throw new DvtError({
      code: 'DVT5108',
      message: `Connection ${options.name}: another process holds the lease of run ${runId}`,
      hint: 'Start the run anew: it gets another id.',
    });
  } catch (error) {
    await endSession(client);
    throw statementError(error, options, 'taking the lease of the run');
  }
}
