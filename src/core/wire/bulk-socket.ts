import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { ReceiveBuffer } from './receive-buffer.js';

/** What a login and small answers need. */
const FIRST_BYTES = 1 << 14;

/** Where a socket's bytes go instead of into the stream. */
interface Target {
  readonly received: ReceiveBuffer;
  readonly onBytes: () => void;
}

/**
 * A socket like any other, until `receive` takes its bytes: then the system writes them straight into the receive buffer,
 * where a stream makes a buffer of every read, copies nothing less and leaves 64 KiB of garbage each time.
 */
export class BulkSocket extends net.Socket {
  #target: Target | null = null;

  constructor() {
    // Called by the socket when it is read, which is after the constructor.
    const onread: net.OnReadOpts = {
      buffer: () => this.#space(),
      callback: (bytes, into) => this.#onRead(bytes, into),
    };
    super({ onread } as net.SocketConstructorOpts);
  }

  /** Sends the bytes to `target`; null = to the stream's readers again. */
  redirect(target: Target | null): void {
    this.#target = target;
  }

  #space(): Uint8Array {
    return this.#target === null ? new Uint8Array(FIRST_BYTES) : this.#target.received.space();
  }

  /** The buffer of the first read after a change of targets is that of the target before. */
  #onRead(bytes: number, into: Uint8Array): boolean {
    const target = this.#target;
    if (target === null) this.push(into.slice(0, bytes));
    else {
      if (into.buffer === target.received.bytes.buffer) target.received.advance(bytes);
      else target.received.append(into.subarray(0, bytes));
      target.onBytes();
    }
    return true;
  }
}

/**
 * Appends what a stream brings to `received`, and calls `onBytes` after each piece. The stream's other listeners for data
 * must have been removed. Returns what ends it.
 */
export function receive(stream: Duplex, received: ReceiveBuffer, onBytes: () => void): () => void {
  if (stream instanceof BulkSocket) {
    stream.redirect({ received, onBytes });
    // Removing the listeners has left the stream paused.
    stream.resume();
    return () => stream.redirect(null);
  }
  const onData = (chunk: Uint8Array) => {
    received.append(chunk);
    onBytes();
  };
  stream.on('data', onData);
  stream.resume();
  return () => stream.off('data', onData);
}
