import type { Duplex } from 'node:stream';
import { errorResponse, frontendMessage, Message, queryMessage } from './message.js';

/**
 * A conversation on a stream that a client logged in, for what clients do not offer: a COPY FROM STDIN that is written to
 * without copies. An error of the server, or the loss of the connection, rejects what is awaited and all that follows.
 */
export class RawSession {
  #received: Buffer = Buffer.alloc(0);
  #failure: Error | null = null;
  /** in the order in which their messages come */
  readonly #waiting: { readonly kind: number; resolve(tag: string): void; reject(error: Error): void }[] = [];
  #tag = '';

  constructor(private readonly stream: Duplex) {
    stream.on('data', (chunk: Buffer) => this.#onData(chunk));
    stream.on('error', (error) => this.#fail(error));
    stream.on('close', () =>
      this.#fail(Object.assign(new Error('the server closed the connection'), { code: '08006' })),
    );
  }

  /** The first error so far. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Runs statements of which the last begins a COPY FROM STDIN; resolves when the server is ready to receive. */
  async copyIn(sql: string): Promise<void> {
    this.stream.write(queryMessage(sql));
    await this.#until(Message.copyInResponse);
  }

  /** Writes bytes as they are; resolves when they left for the kernel. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure;
    await new Promise<void>((resolve, reject) => {
      this.stream.write(bytes, (error) => (error ? reject(this.#failure ?? error) : resolve()));
    });
  }

  /** Ends the COPY and runs what comes after it; resolves with the COPY's command tag, `COPY <rows>`. */
  async copyDone(sql: string): Promise<string> {
    this.stream.write(Buffer.concat([frontendMessage('c', new Uint8Array(0)), queryMessage(sql)]));
    const [tag] = await Promise.all([this.#until(Message.readyForQuery), this.#until(Message.readyForQuery)]);
    return tag;
  }

  /** Cuts the connection; the server rolls back. */
  destroy(): void {
    this.stream.destroy();
  }

  #until(kind: number): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      else this.#waiting.push({ kind, resolve, reject });
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  #onData(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    let at = 0;
    const all = this.#received;
    while (all.length - at >= 5 && all.length - at >= 1 + all.readInt32BE(at + 1)) {
      const next = at + 1 + all.readInt32BE(at + 1);
      this.#onMessage(all[at]!, all.subarray(at + 5, next));
      at = next;
    }
    this.#received = all.subarray(at);
  }

  #onMessage(kind: number, body: Buffer): void {
    if (kind === Message.errorResponse) this.#fail(errorResponse(body, 0, body.length));
    if (kind === Message.commandComplete) this.#tag = body.toString('utf8', 0, body.length - 1);
    if (this.#waiting[0]?.kind === kind) this.#waiting.shift()!.resolve(this.#tag);
  }
}
