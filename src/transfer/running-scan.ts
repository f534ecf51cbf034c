import { MessageChannel } from 'node:worker_threads';
import { cancelledError } from '../core/cancelled.js';
import { type BatchChannel, type BatchLayout, BatchSignal } from '../spi/batch.js';
import type { ReadTask } from '../spi/scan.js';
import { ByteBudget } from './byte-budget.js';
import { releaseCredits } from './credit-sink.js';
import type { ReadOrder } from './messages.js';
import type { ReaderThread } from './reader-thread.js';

/** How long a reader may take to end after its statement was cancelled on the server; then its thread is ended. */
const CANCEL_MILLISECONDS = 5000;

/** What a scan shares with the others of its run. */
export interface ScanCredits {
  /** bytes of one reader */
  readonly scanBytes: number;
  readonly run: ByteBudget;
}

/** A reader at work in a thread of its own. */
export class RunningScan {
  /** the engine's end of the batches */
  readonly channel: BatchChannel;
  /**
   * Rows and bytes read, when the thread is free again. Rejects with the reader's error, or that of cancelled work; never
   * stays open.
   */
  readonly done: Promise<{ readonly rows: number; readonly bytes: number }>;
  readonly #cancelOnServer: (cancelKey: unknown) => Promise<void>;
  readonly #thread: ReaderThread;
  readonly #signal: Int32Array;
  #cancelKey: { readonly value: unknown } | null = null;
  #cancelled: Promise<void> | null = null;
  #serverTold = false;
  #ended = false;
  #terminated = false;

  constructor(
    thread: ReaderThread,
    task: ReadTask,
    layout: BatchLayout,
    { scanBytes, run }: ScanCredits,
    cancelOnServer: (cancelKey: unknown) => Promise<void>,
  ) {
    this.#cancelOnServer = cancelOnServer;
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(BatchSignal.length * Int32Array.BYTES_PER_ELEMENT);
    this.#signal = new Int32Array(signal);
    this.channel = { port: port1, signal };
    const held = new ByteBudget(scanBytes);
    this.#thread = thread;
    const order: ReadOrder = {
      type: 'read',
      task: { module: task.module, data: task.data, ...(task.session && { session: task.session }) },
      layout,
      channel: { port: port2, signal },
      credits: { scanBytes, runBytes: run.limit, runCounter: run.shared, scanCounter: held.shared },
    };
    this.done = this.#run(order, () => releaseCredits(run, held));
    // Whoever waits for the staging learns of the failure there first.
    this.done.catch(() => {});
  }

  /** Stops the reader, here and on its server; resolves when it has ended. */
  cancel(): Promise<void> {
    this.#cancelled ??= this.#cancel();
    return this.#cancelled;
  }

  async #run(order: ReadOrder, releaseHeld: () => void): Promise<{ rows: number; bytes: number }> {
    try {
      return await this.#thread.read(order, (cancelKey) => {
        this.#cancelKey = { value: cancelKey };
        if (this.#cancelled !== null) this.#tellServer();
      });
    } catch (error) {
      throw this.#terminated ? cancelledError() : error;
    } finally {
      this.#ended = true;
      // A thread that died has given nothing back.
      if (!this.#thread.alive) releaseHeld();
      // A cancel that comes late would hit the session's next statement.
      if (this.#serverTold) await this.#thread.closeUnlessPinned();
    }
  }

  async #cancel(): Promise<void> {
    Atomics.store(this.#signal, BatchSignal.cancelled, 1);
    Atomics.notify(this.#signal, BatchSignal.returned);
    this.#tellServer();
    const ended = this.done.then(
      () => true,
      () => true,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), CANCEL_MILLISECONDS);
    });
    const inTime = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (inTime) return;
    this.#terminated = true;
    await this.#thread.terminate();
  }

  /** A reader that waits for its server does not see the flag. */
  #tellServer(): void {
    if (this.#serverTold || this.#ended || this.#cancelKey === null) return;
    this.#serverTold = true;
    // A server that cannot be told is left to the time limit.
    this.#cancelOnServer(this.#cancelKey.value).catch(() => {});
  }
}
