import { DvtError } from '../../../core/errors.js';
import { clientError, statementError } from './errors.js';
import { endSession, openSession, type Session } from './open.js';
import type { SessionOptions } from './options.js';

/**
 * How long a pooler between dvt and the server keeps a server's session for one of its own: until it ends, or for one
 * transaction. In the latter case whatever is set for a session, and every lock it holds, is somebody else's a moment later.
 */
type Pooling = NonNullable<SessionOptions['pooling']>;

/** The setting that dvt makes by itself; transactions that read say so too. */
const OWN_SETTING = 'default_transaction_read_only';

/**
 * Finds out what a pooler does, by two sessions of which one is in a transaction: where it shares servers between
 * transactions, the other one is not where it was. Throws DVT4008 for a pooler that refuses transactions.
 */
export async function poolingMode(options: SessionOptions): Promise<Pooling> {
  const bare: SessionOptions = { ...options, pooling: 'transaction' };
  const sessions: Session[] = [];
  const open = async () => {
    const session = await openSession(bare, () => {});
    sessions.push(session);
    return session;
  };
  try {
    const [idle, busy] = [await open(), await open()];
    const before = await serverProcess(idle);
    await busy.client.query('begin');
    const taken = await serverProcess(busy);
    const after = await serverProcess(idle);
    await busy.client.query('rollback');
    return taken === before || after !== before ? 'transaction' : 'session';
  } catch (error) {
    if (/statement pooling/.test(clientError(error).message)) {
      throw refused(
        options,
        'gives every statement another session of the server (statement pooling), and dvt needs transactions',
      );
    }
    throw statementError(error, options, 'asking the pooler');
  } finally {
    await Promise.all(sessions.map(({ client }) => endSession(client)));
  }
}

/** Throws DVT4008 where a profile sets what a pooler would hand to others. */
export function checkSettings(options: SessionOptions): void {
  const names = options.settings.map(([name]) => name).filter((name) => name !== OWN_SETTING);
  if (options.pooling !== 'transaction' || names.length === 0) return;
  throw refused(
    options,
    `gives every transaction another session of the server (transaction pooling): ${names.join(', ')} of the profile would hold for others, and not for dvt`,
    `Set ${names.join(', ')} on the server (alter role ... set ...) and leave it out of the profile, or use the server's own port.`,
  );
}

/** Throws DVT4008 where a pooler does not keep a session's locks. */
export function checkPublishing(options: SessionOptions): void {
  if (options.pooling !== 'transaction') return;
  throw refused(
    options,
    'gives every transaction another session of the server (transaction pooling), and publishing needs locks that last for a run',
  );
}

async function serverProcess({ client }: Session): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_catalog.pg_backend_pid() as pid');
  return rows[0]!.pid;
}

const ELSEWHERE = "Use the server's own port, or a pool in session mode.";

function refused({ name, host, port }: SessionOptions, why: string, hint = ELSEWHERE): DvtError {
  return new DvtError({ code: 'DVT4008', message: `Connection ${name}: the pooler at ${host}:${port} ${why}`, hint });
}
