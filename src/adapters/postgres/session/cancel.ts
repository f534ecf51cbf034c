import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CancelKey } from './open.js';
import { isUnixSocket, type SessionOptions } from './options.js';
import { tlsConnectOptions } from './tls.js';

const CANCEL_REQUEST = 80877102;
const SSL_REQUEST = 80877103;
const PATIENCE_MS = 5000;

/**
 * Sends a CancelRequest (PostgreSQL manual, 55.2.8), encrypted where the session is. Resolves when the server closed the
 * connection, which it does after it told the session's process; never rejects: the statement may have ended already.
 */
export async function cancelStatement(options: SessionOptions, key: CancelKey): Promise<void> {
  const plain = isUnixSocket(options)
    ? connect(`${options.host}/.s.PGSQL.${options.port}`)
    : connect(options.port, options.host);
  plain.setTimeout(PATIENCE_MS, () => plain.destroy());
  const closed = new Promise<void>((resolve) => plain.once('close', () => resolve()));
  plain.on('error', () => {});
  try {
    const socket = key.tls ? await encrypt(plain, options) : plain;
    socket.resume();
    socket.end(cancelRequest(key));
  } catch {
    plain.destroy();
  }
  await closed;
}

function cancelRequest(key: CancelKey): Buffer {
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(key.processId, 8);
  message.writeInt32BE(key.secret, 12);
  return message;
}

async function encrypt(plain: Socket, options: SessionOptions): Promise<Socket> {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(SSL_REQUEST, 4);
  plain.write(request);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    plain.once('data', resolve);
    plain.once('close', () => reject(new Error('closed')));
  });
  if (answer.toString('latin1') !== 'S') throw new Error('the server offers no TLS');
  const socket = connectTls({ socket: plain, host: options.host, ...tlsConnectOptions(options.tls) });
  socket.on('error', () => plain.destroy());
  return socket;
}
