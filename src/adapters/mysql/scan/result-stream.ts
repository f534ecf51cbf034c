import type { Socket } from 'node:net';
import { receive } from '../../../core/wire/bulk-socket.js';
import { ReceiveBuffer } from '../../../core/wire/receive-buffer.js';
import type { Session } from '../session/session.js';

const LONGEST_PACKET = 0xffffff;
const COM_QUERY = 3;

/** One conversation on a session's raw socket; `advance` takes what it can and says whether it is over. */
export interface Conversation {
  /** Consumes from `received`, moving its `start`. True: the answer has ended. Throws to end the session. */
  advance(received: ReceiveBuffer): boolean;
  /** The connection ended before the answer did. */
  lost(cause: Error | null): Error;
}

/**
 * Sends a statement over a session that the client library logged in, and hands the raw answer to `conversation`. The
 * client's listeners are taken off the socket for good: the session serves nothing else afterwards. Resolves with the
 * number of bytes received.
 */
export function converse(session: Session, sql: string, conversation: Conversation): Promise<number> {
  const socket: Socket = session.client.stream;
  for (const event of ['data', 'end', 'close', 'error']) socket.removeAllListeners(event);
  const received = new ReceiveBuffer();
  return new Promise((resolve, reject) => {
    let over = false;
    const end = (error: Error | null) => {
      if (over) return;
      over = true;
      socket.destroy();
      if (error) reject(error);
      else resolve(received.received);
    };
    receive(socket, received, () => {
      if (over) return;
      try {
        if (conversation.advance(received)) end(null);
      } catch (error) {
        end(error as Error);
      }
    });
    socket.on('error', (cause) => end(conversation.lost(cause)));
    socket.on('end', () => end(conversation.lost(null)));
    socket.on('close', () => end(conversation.lost(null)));
    for (const packet of queryPackets(sql)) socket.write(packet);
  });
}

/** A statement as packets of the protocol: three bytes of length, a sequence number, the payload. */
function queryPackets(sql: string): Buffer[] {
  const payload = Buffer.from(`${String.fromCharCode(COM_QUERY)}${sql}`, 'utf8');
  const packets: Buffer[] = [];
  for (let at = 0, sequence = 0; at <= payload.length; at += LONGEST_PACKET, sequence++) {
    const part = payload.subarray(at, at + LONGEST_PACKET);
    const header = Buffer.alloc(4);
    header.writeUIntLE(part.length, 0, 3);
    header[3] = sequence & 255;
    packets.push(header, part);
    // A packet that is not full ends the statement, an empty one after a full one included.
    if (part.length < LONGEST_PACKET) break;
  }
  return packets;
}
