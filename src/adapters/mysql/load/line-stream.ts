import { Readable } from 'node:stream';

const BUFFERED = 1 << 20;

/** What LOAD DATA LOCAL reads: pieces of text that a writer adds, as fast as the server takes them. */
export class LineStream extends Readable {
  #wake: (() => void) | null = null;

  constructor() {
    super({ highWaterMark: BUFFERED });
  }

  /** Adds a piece; resolves when more is welcome, or the stream was ended from outside. */
  add(piece: Buffer): Promise<void> {
    if (this.destroyed || this.push(piece)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** No more pieces follow. */
  finish(): void {
    this.push(null);
  }

  /** Lets a waiting writer go on, to learn that the server has stopped reading. */
  release(): void {
    this.#wake?.();
    this.#wake = null;
  }

  override _read(): void {
    this.release();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.release();
    callback(error);
  }
}
