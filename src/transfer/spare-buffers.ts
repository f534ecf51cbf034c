import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/**
 * Buffers that a thread's last scan left, for its next one: a relation of many splits would otherwise leave as many sets of
 * them to the garbage collector, which is in no hurry.
 */
export class SpareBuffers {
  #buffers: ArrayBuffer[] = [];
  /** where the engine still hands back what was under way when the scan ended */
  #port: MessagePort | null = null;

  /** Takes over what a scan has at its end, in place of what an earlier one left. */
  leave(buffers: readonly ArrayBuffer[], port: MessagePort): void {
    this.#buffers = [...buffers];
    this.#port = port;
  }

  /** A buffer of this size; null = there is none. */
  take(size: number): ArrayBuffer | null {
    for (let came = this.#receive(); came !== null; came = this.#receive()) this.#buffers.push(came);
    const at = this.#buffers.findIndex((buffer) => buffer.byteLength === size);
    return at < 0 ? null : this.#buffers.splice(at, 1)[0]!;
  }

  #receive(): ArrayBuffer | null {
    const received = this.#port === null ? undefined : receiveMessageOnPort(this.#port);
    return (received?.message as ArrayBuffer | undefined) ?? null;
  }
}
