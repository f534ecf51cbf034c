import { isIP } from 'node:net';
import pRetry from 'p-retry';
import type { DvtError } from '../../../core/errors.js';
import { isNoRoom } from '../../../core/session-room.js';
import type { SessionOptions } from '../profile/session-options.js';
import { type ClientConnection, openClient } from './open-client.js';
import { type ClientError, serverError } from './server-error.js';
import { Session } from './session.js';

/** What a session is for; each purpose has its settings. */
export type Purpose = 'control' | 'read' | 'load';

/**
 * Settings of a session. A reader takes TIMESTAMP in UTC and waits for slow consumers; `sql_mode` is emptied so that no
 * mode (PAD_CHAR_TO_FULL_LENGTH) changes what is read. Server-wide limits on rows and time would cut a scan short, or end the
 * transaction of a snapshot that waits for its turn.
 * Checks stay on for loads: without them MariaDB gathers the rows of an empty table in buffers that it sorts and merges,
 * which takes twice the server's time for a table without a key.
 * The `M!` comment is for MariaDB alone, `!80000` for MySQL alone: MariaDB skips versions 50700 to 99999.
 */
const SETTINGS: Readonly<Record<Purpose, readonly string[]>> = {
  // In-place SQL keeps the server's own time zone and sql_mode, as under dbt; but nothing of group_concat is cut off silently.
  control: ['set names utf8mb4', 'set session wait_timeout = 28800, group_concat_max_len = 4294967295'],
  read: [
    'set names utf8mb4',
    `set session time_zone = '+00:00', sql_mode = '', wait_timeout = 86400, net_write_timeout = 86400, sql_big_selects = 1,
     sql_select_limit = 18446744073709551615
     /*M!100500 , max_statement_time = 0, idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0 */
     /*!80000 , max_execution_time = 0 */`,
    'set session transaction isolation level repeatable read, read only',
  ],
  load: [
    'set names utf8mb4',
    `set session time_zone = '+00:00', wait_timeout = 86400, net_read_timeout = 86400, net_write_timeout = 86400,
     sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO' /*M!100500 , max_statement_time = 0 */`,
  ],
};

/** Opens a session, trying again while the server cannot be reached. Throws a DvtError that names the connection. */
export async function openSession(
  options: SessionOptions,
  purpose: Purpose,
  notice: (message: string) => void = () => {},
): Promise<Session> {
  const client = await pRetry(() => connect(options, purpose, notice), {
    retries: options.retries,
    minTimeout: 500,
    shouldRetry: ({ error }) => !(error as DvtError).terminal && !isNoRoom(error),
  });
  const session = new Session(client, options.connection);
  try {
    for (const setting of SETTINGS[purpose]) await session.run(setting);
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

async function connect(
  options: SessionOptions,
  purpose: Purpose,
  notice: (message: string) => void,
): Promise<ClientConnection> {
  const { mode } = options.tls;
  const localFiles = purpose === 'load';
  try {
    // A Unix socket needs no TLS, and servers refuse to give it one by name.
    if (mode === 'DISABLED' || (mode === 'PREFERRED' && options.socket !== null)) {
      return await openClient(options, false, localFiles);
    }
    return await openClient(options, true, localFiles).catch((error: ClientError) => {
      if (mode !== 'PREFERRED' || error.code !== 'HANDSHAKE_NO_SSL_SUPPORT') throw error;
      if (!isLoopback(options.host)) {
        notice(
          `Connection ${options.connection} is not encrypted: the server offers no TLS. ssl_mode REQUIRED refuses that, DISABLED accepts it.`,
        );
      }
      return openClient(options, false, localFiles);
    });
  } catch (error) {
    const where = options.socket ?? `${options.host}:${options.port}`;
    throw serverError(timeoutSaid(error, options), options.connection, where);
  }
}

/** The client says `connect ETIMEDOUT`, also where something answers that is no MySQL. */
function timeoutSaid(error: unknown, { connectTimeout }: SessionOptions): unknown {
  if ((error as ClientError).code !== 'ETIMEDOUT') return error;
  return Object.assign(new Error(`no answer within ${connectTimeout / 1000} s`, { cause: error }), {
    code: 'ETIMEDOUT',
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
