import type { Socket } from 'node:net';
import { receive } from '../../../core/wire/bulk-socket.js';
import { ReceiveBuffer } from '../../../core/wire/receive-buffer.js';
import type { Session } from '../session/session.js';

const LONGEST_PACKET = 0xffffff;
const COM_QUERY = 3;

/** How long the rest of an unwanted answer may take to arrive, before its session is given up. */
const REST_MILLISECONDS = 3000;

/** One conversation on a session's raw socket. */
export interface Conversation {
  /** Consumes from `received`, moving its `start`. True: the answer has ended. Throws where it is of no use any more. */
  advance(received: ReceiveBuffer): boolean;
  /** After `advance` has thrown: consumes what is left of the answer. True: it has ended. */
  skip(received: ReceiveBuffer): boolean;
  /** The connection ended before the answer did. */
  lost(cause: Error | null): Error;
}

/**
 * Sends a statement over a session that the client library logged in, and hands the raw answer to `conversation`. Resolves
 * with the number of bytes received, when the session serves its client again. Where the answer is of no use any more,
 * `unwanted` tells the server, the rest is skipped, and the session is lost if that takes long.
 */
export function converse(
  session: Session,
  sql: string,
  conversation: Conversation,
  unwanted: () => void,
): Promise<number> {
  const { socket, giveBack } = lendSocket(session);
  const received = new ReceiveBuffer();
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    let patience: NodeJS.Timeout | undefined;
    let told = false;
    const end = (error: Error | null, whole: boolean) => {
      clearTimeout(patience);
      stop();
      socket.off('error', onLost).off('end', onEnd).off('close', onEnd);
      giveBack();
      if (!whole) session.destroy();
      if (error) reject(error);
      else resolve(received.received);
    };
    const onBytes = () => {
      try {
        if (failure === null && conversation.advance(received)) end(null, true);
      } catch (error) {
        failure = error as Error;
        patience = setTimeout(() => end(failure, false), REST_MILLISECONDS);
      }
      if (failure === null) return;
      if (conversation.skip(received)) end(failure, true);
      else if (!told) {
        told = true;
        unwanted();
      }
    };
    const onLost = (cause: Error) => end(failure ?? conversation.lost(cause), false);
    const onEnd = () => end(failure ?? conversation.lost(null), false);
    socket.on('error', onLost).on('end', onEnd).on('close', onEnd);
    const stop = receive(socket, received, onBytes);
    for (const packet of queryPackets(sql)) socket.write(packet);
  });
}

const EVENTS = ['data', 'end', 'close', 'error'] as const;

/** Takes the client's listeners off its socket, for as long as somebody else reads the answers. */
function lendSocket({ client }: Session): { readonly socket: Socket; giveBack(): void } {
  const socket: Socket = client.stream;
  const listeners = EVENTS.map((event) => [event, socket.rawListeners(event)] as const);
  for (const event of EVENTS) socket.removeAllListeners(event);
  return {
    socket,
    giveBack: () => {
      for (const [event, functions] of listeners) {
        for (const listener of functions) socket.on(event, listener as (...values: unknown[]) => void);
      }
      socket.resume();
    },
  };
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
