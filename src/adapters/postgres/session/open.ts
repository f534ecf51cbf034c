import type { Duplex } from 'node:stream';
import type { Client } from 'pg';
import { DvtError } from '../../../core/errors.js';
import { isNoRoom } from '../../../core/session-room.js';
import { BulkSocket } from '../../../core/wire/bulk-socket.js';
import { clientError, loginError } from './errors.js';
import type { SessionOptions } from './options.js';
import { attempts, tlsConnectOptions } from './tls.js';

/** What dvt uses of a `pg` client beyond its documented methods. */
interface ClientInternals {
  readonly connection: { readonly stream: Duplex };
  readonly connectionParameters: { options: string | undefined; replication: string | undefined };
  readonly processID: number;
  readonly secretKey: number;
}

/** A session after login: its client, whether it is encrypted, and whether another program passes it on to the server. */
export interface Session {
  readonly client: Client;
  readonly tls: boolean;
  readonly pooled: boolean;
}

/** Identifies a session to the server when its statement is to be cancelled; structured-clonable. */
export interface CancelKey {
  readonly processId: number;
  readonly secret: number;
  readonly tls: boolean;
}

const RETRY_DELAY_MS = 500;
const FAREWELL_MS = 1000;
const INVALID_VALUE = '22023';

/** The server then stops working for a dvt that was killed; from version 14 on. */
const CHECKS_CLIENT = {
  there: `pg_catalog.current_setting('client_connection_check_interval', true) is not null`,
  set: `pg_catalog.set_config('client_connection_check_interval', '5s', false)`,
};

/**
 * Opens a session: TLS as the profile's sslmode says, login by the official client, then the profile's settings. Throws
 * a DvtError. `notice` hears of a fall back to plain text.
 */
export async function openSession(options: SessionOptions, notice: (message: string) => void): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await openOnce(options, notice);
    } catch (error) {
      const failure = loginError(error, options);
      if (failure.terminal || isNoRoom(failure) || attempt >= options.retries) throw failure;
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * (attempt + 1)));
    }
  }
}

async function openOnce(options: SessionOptions, notice: (message: string) => void): Promise<Session> {
  const ways = attempts(options);
  for (const [index, way] of ways.entries()) {
    try {
      const { client, pooled } = await login(options, way === 'tls');
      if (index > 0 && way === 'plain' && options.tls.tellFallback) {
        notice(
          `Connection ${options.name} is not encrypted: the server offers no TLS and sslmode is ${options.tls.mode}`,
        );
      }
      return { client, tls: way === 'tls', pooled };
    } catch (error) {
      if (index === ways.length - 1 || !otherWayMayWork(error, way)) throw error;
    }
  }
  throw new TypeError('no way to connect');
}

/** libpq tries the other way when TLS itself failed or pg_hba.conf refused the session, not for a wrong password. */
function otherWayMayWork(error: unknown, way: 'tls' | 'plain'): boolean {
  const { code, message } = clientError(error);
  if (code === '28000') return true;
  return way === 'tls' && (/SSL|TLS|CERT/i.test(`${code} ${message}`) || code === 'ECONNRESET');
}

async function login(options: SessionOptions, tls: boolean): Promise<Pick<Session, 'client' | 'pooled'>> {
  const ClientClass = await loadClient();
  const client = new ClientClass({
    host: options.host,
    port: options.port,
    user: options.user,
    // A function keeps the client from looking for PGPASSWORD and ~/.pgpass.
    password: () => options.password ?? '',
    database: options.database,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: options.keepAliveIdleMs,
    ...(tls ? { ssl: tlsConnectOptions(options.tls) } : { ssl: false, stream: () => new BulkSocket() }),
  });
  // The client reads these two from PGOPTIONS and PGREPLICATION, and has no option to leave them out.
  const { connectionParameters } = internals(client);
  connectionParameters.options = undefined;
  connectionParameters.replication = undefined;
  // A session that ends while nothing runs in it is noticed at its next use.
  client.on('error', () => {});
  try {
    await client.connect();
    const pooled = options.pooling !== undefined || (await isPooled(client, options));
    if (options.pooling === 'session') {
      for (const setting of options.settings)
        await client.query('select pg_catalog.set_config($1, $2, false)', [...setting]);
    }
    return { client, pooled };
  } catch (error) {
    await endSession(client);
    throw error;
  }
}

/**
 * Makes the profile's settings where the session is the server's own. One that a pooler passes on has another process at the
 * server than login told, and what is set there may be set for others: nothing is.
 */
async function isPooled(client: Client, { settings }: SessionOptions): Promise<boolean> {
  const own = `pg_catalog.pg_backend_pid() = ${internals(client).processID}`;
  const ask = async (more: string) => {
    const set = settings.map(
      (_, at) => `, case when ${own} then pg_catalog.set_config($${2 * at + 1}, $${2 * at + 2}, false) end`,
    );
    const { rows } = await client.query<{ own: boolean }>(
      `select ${own} as own${set.join('')}${more}`,
      settings.flat(),
    );
    return !rows[0]!.own;
  };
  const noticed = `, case when ${own} and ${CHECKS_CLIENT.there} then ${CHECKS_CLIENT.set} end`;
  return ask(noticed).catch((error: unknown) => {
    // Some systems cannot; where it is another setting that does not suit, the error comes again.
    if (clientError(error).code !== INVALID_VALUE) throw error;
    return ask('');
  });
}

/** Brings a session back to where it was after login. false: it cannot be used again; it never throws. */
export async function resetSession({ client, pooled }: Session, options: SessionOptions): Promise<boolean> {
  if (pooled) return false;
  try {
    await client.query('discard all');
    return !(await isPooled(client, options));
  } catch {
    return false;
  }
}

async function loadClient(): Promise<typeof Client> {
  try {
    return (await import('pg')).default.Client;
  } catch (cause) {
    throw new DvtError(
      { code: 'DVT4001', message: 'PostgreSQL needs the package pg', hint: 'Install pg: npm install pg' },
      { cause },
    );
  }
}

function internals(client: Client): ClientInternals {
  return client as unknown as ClientInternals;
}

/** Ends a session; where the farewell gets no answer, the socket is destroyed. Never throws. */
export async function endSession(client: Client): Promise<void> {
  const timer = setTimeout(() => internals(client).connection.stream.destroy(), FAREWELL_MS);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

/** By what the server knows this session. */
export function cancelKeyOf(session: Session): CancelKey {
  const { processID, secretKey } = internals(session.client);
  return { processId: processID, secret: secretKey, tls: session.tls };
}

/** Lends the client's socket: until `giveBack` its bytes are the caller's, who leaves no answer unread. */
export function lendStream(client: Client): { readonly stream: Duplex; giveBack(): void } {
  const { stream } = internals(client).connection;
  const listeners = stream.listeners('data') as ((chunk: Buffer) => void)[];
  stream.removeAllListeners('data');
  return {
    stream,
    giveBack: () => {
      for (const listener of listeners) stream.on('data', listener);
      stream.resume();
    },
  };
}

/** Takes the socket from the client after login: from here on, its bytes are the caller's. */
export function takeStream(client: Client): Duplex {
  const { stream } = internals(client).connection;
  stream.removeAllListeners('data');
  return stream;
}
