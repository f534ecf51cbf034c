import { MessageChannel, type Worker } from 'node:worker_threads';
import { cancelledError } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import { fromFailure } from '../core/failure.js';
import { type BatchChannel, type BatchLayout, BatchSignal } from '../spi/batch.js';
import type { ReadTask } from '../spi/scan.js';
import { ByteBudget } from './byte-budget.js';
import { releaseCredits } from './credit-sink.js';
import type { ReadOrder, ReadReport } from './messages.js';
import type { ReaderThreads } from './reader-threads.js';

/** How long a reader may take to end after its statement was cancelled on the server; then its thread is ended. */
const CANCEL_MILLISECONDS = 5000;

/** What a scan shares with the others of its run. */
export interface ScanResources {
  readonly threads: ReaderThreads;
  readonly scanBytes: number;
  readonly run: ByteBudget;
}

/** A reader at work in a thread of its own. */
export class RunningScan {
  /** the engine's end of the batches */
  readonly channel: BatchChannel;
  /** Rows and bytes read. Rejects with the reader's error, or that of cancelled work; never stays open. */
  readonly done: Promise<{ readonly rows: number; readonly bytes: number }>;
  readonly #cancelOnServer: (cancelKey: unknown) => Promise<void>;
  readonly #thread: Worker;
  readonly #signal: Int32Array;
  #cancelKey: { readonly value: unknown } | null = null;
  #cancelled: Promise<void> | null = null;
  #serverTold = false;
  #terminated = false;

  constructor(
    task: ReadTask,
    layout: BatchLayout,
    resources: ScanResources,
    cancelOnServer: (cancelKey: unknown) => Promise<void>,
  ) {
    this.#cancelOnServer = cancelOnServer;
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(BatchSignal.length * Int32Array.BYTES_PER_ELEMENT);
    this.#signal = new Int32Array(signal);
    this.channel = { port: port1, signal };
    const held = new ByteBudget(resources.scanBytes);
    this.#thread = resources.threads.take();
    this.done = this.#listen(resources, held);
    // Whoever waits for the staging learns of the failure there first.
    this.done.catch(() => {});
    const order: ReadOrder = {
      task: { module: task.module, data: task.data },
      layout,
      channel: { port: port2, signal },
      credits: {
        scanBytes: resources.scanBytes,
        runBytes: resources.run.limit,
        runCounter: resources.run.shared,
        scanCounter: held.shared,
      },
    };
    this.#thread.postMessage(order, [port2]);
  }

  /** Stops the reader, here and on its server; resolves when it has ended. */
  cancel(): Promise<void> {
    this.#cancelled ??= this.#cancel();
    return this.#cancelled;
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
    if (this.#serverTold || this.#cancelKey === null) return;
    this.#serverTold = true;
    // A server that cannot be told is left to the time limit.
    this.#cancelOnServer(this.#cancelKey.value).catch(() => {});
  }

  #listen({ threads, run }: ScanResources, held: ByteBudget): Promise<{ rows: number; bytes: number }> {
    const thread = this.#thread;
    return new Promise((resolve, reject) => {
      let fault: Error | null = null;
      const onMessage = (report: ReadReport) => {
        if (report.type === 'ready') {
          this.#cancelKey = { value: report.cancelKey };
          if (this.#cancelled !== null) this.#tellServer();
          return;
        }
        stop();
        threads.giveBack(thread);
        if (report.type === 'done') resolve({ rows: report.rows, bytes: report.bytes });
        else reject(fromFailure(report.failure));
      };
      const onError = (error: Error) => {
        fault = error;
      };
      const onExit = () => {
        stop();
        releaseCredits(run, held);
        reject(this.#terminated ? cancelledError() : readerDied(fault));
      };
      const stop = () => {
        thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    });
  }
}

function readerDied(cause: (Error & { code?: string }) | null): DvtError {
  if (cause?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new DvtError(
      {
        code: 'DVT5203',
        message: 'A reader ran out of memory.',
        hint: 'Fetch fewer columns, or cast its widest column to something shorter.',
      },
      { cause },
    );
  }
  const reason = cause === null ? '' : `: ${cause.message}`;
  return new DvtError({ code: 'DVT5201', message: `A reader's thread ended unexpectedly${reason}` }, { cause });
}
