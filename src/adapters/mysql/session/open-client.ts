import net from 'node:net';
import type { Connection, ConnectionOptions, SslOptions } from 'mysql2';
import { BulkSocket } from '../../../core/wire/bulk-socket.js';
import type { SessionOptions } from '../profile/session-options.js';
import { loadClient } from './client.js';

/** Seconds of silence after which TCP asks whether the server still lives. */
const KEEP_ALIVE_SECONDS = 30;

/**
 * Capabilities that the client announces by default and dvt does without: FOUND_ROWS and IGNORE_SPACE change what
 * statements mean, LOCAL_FILES lets a server ask for files, query attributes would alter the form of COM_QUERY.
 */
const FLAGS = ['-FOUND_ROWS', '-IGNORE_SPACE', '-ODBC', '-SESSION_TRACK', '-CLIENT_QUERY_ATTRIBUTES'];

/** What a client's connection has beyond its published types. */
export interface ClientConnection extends Connection {
  /** the raw socket, or the TLS socket over it */
  readonly stream: net.Socket;
}

/** Connects and logs in once, with TLS or without. Rejects with the client's error. */
export async function openClient(
  options: SessionOptions,
  tls: boolean,
  localFiles: boolean,
): Promise<ClientConnection> {
  const { createConnection } = await loadClient();
  const settings: ConnectionOptions = {
    host: options.host,
    port: options.port,
    stream: () => openSocket(options, tls),
    // Tells the client that passwords may be sent in clear: nobody listens on a Unix socket.
    ...(options.socket !== null && { socketPath: options.socket }),
    user: options.user,
    password: options.password,
    ...(options.database !== null && { database: options.database }),
    ...(tls && { ssl: sslOptions(options) }),
    charset: 'UTF8MB4_GENERAL_CI',
    connectTimeout: options.connectTimeout,
    flags: localFiles ? FLAGS : [...FLAGS, '-LOCAL_FILES'],
    connectAttributes: { program_name: 'dvt' },
    trace: false,
  };
  const client = createConnection(settings) as unknown as ClientConnection;
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  // A session that ends while idle reports it to its next statement; without a listener it would end the process.
  client.on('error', () => {});
  return client;
}

function openSocket({ socket: path, host, port }: SessionOptions, tls: boolean): net.Socket {
  const socket = tls ? new net.Socket() : new BulkSocket();
  if (path !== null) return socket.connect(path);
  socket.connect(port, host);
  socket.setKeepAlive(true, KEEP_ALIVE_SECONDS * 1000);
  socket.setNoDelay(true);
  // mysql2 gives Node no name to check a certificate against when the host is an address, and Node then takes
  // 'localhost'; this is where it looks first (tls.connect over a socket, Node 20 to 24).
  return Object.assign(socket, { _host: host });
}

function sslOptions({ tls }: SessionOptions): SslOptions {
  return {
    ...(tls.ca !== null && { ca: tls.ca }),
    ...(tls.cert !== null && { cert: tls.cert }),
    ...(tls.key !== null && { key: tls.key }),
    rejectUnauthorized: tls.mode === 'VERIFY_CA' || tls.mode === 'VERIFY_IDENTITY',
    verifyIdentity: tls.mode === 'VERIFY_IDENTITY',
  };
}
