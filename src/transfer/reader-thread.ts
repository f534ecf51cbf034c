import { Worker } from 'node:worker_threads';
import { DvtError } from '../core/errors.js';
import { fromFailure } from '../core/failure.js';
import type { SessionPlan } from '../spi/scan.js';
import type { ReaderReport, ReadOrder } from './messages.js';

/** JavaScript heap of a reader; batches are outside of it. */
const HEAP_MEGABYTES = 1024;
const YOUNG_MEGABYTES = 8;

/** A thread that reads sources, one order at a time. It keeps the session of its last task. */
export class ReaderThread {
  readonly #worker: Worker;
  #session: string | null = null;
  #pinned = false;
  #alive = true;

  constructor(onExit: () => void) {
    this.#worker = new Worker(new URL('./source-worker.js', import.meta.url), {
      // What a library prints there is not dvt's output.
      stdout: true,
      stderr: true,
      // Received buffers are short-lived: a small young generation is collected as quickly and holds less.
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    // An idle thread that dies is only forgotten; an order listens for itself.
    this.#worker.on('error', () => {});
    this.#worker.once('exit', () => {
      this.#alive = false;
      this.#session = null;
      onExit();
    });
    this.#worker.unref();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Key of the session that the thread has at hand; null = none. */
  get session(): string | null {
    return this.#session;
  }

  /** Runs a task; `ready` gets the key by which its statement is cancelled. Rejects with the reader's error. */
  async read(order: ReadOrder, ready: (cancelKey: unknown) => void): Promise<{ rows: number; bytes: number }> {
    const { rows, bytes } = await this.#order(
      'done',
      () => this.#worker.postMessage(order, [order.channel.port]),
      ready,
    );
    return { rows, bytes };
  }

  /** Opens a session that the thread keeps; resolves with what it told. */
  async open(session: SessionPlan): Promise<unknown> {
    const { info } = await this.#order('opened', () => this.#worker.postMessage({ type: 'open', session }));
    this.#session = session.key;
    this.#pinned = session.pinned;
    return info;
  }

  /** Ends the session, if there is one. Never rejects. */
  async closeSession(): Promise<void> {
    if (this.#session === null) return;
    await this.#order('closed', () => this.#worker.postMessage({ type: 'close' })).catch(() => {});
    this.#session = null;
    this.#pinned = false;
  }

  /** As `closeSession`, for a session that another one can replace. */
  async closeUnlessPinned(): Promise<void> {
    if (!this.#pinned) await this.closeSession();
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** Sends an order and waits for the report that ends it, which is of the type `end`, or a failure. */
  #order<T extends ReaderReport['type']>(
    end: T,
    send: () => void,
    ready: (cancelKey: unknown) => void = () => {},
  ): Promise<Extract<ReaderReport, { readonly type: T }>> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      let fault: Error | null = null;
      const onMessage = (report: ReaderReport) => {
        if (report.type === 'ready') {
          ready(report.cancelKey);
          return;
        }
        stop();
        if ('session' in report) this.#session = report.session;
        if (report.type === 'failed') reject(fromFailure(report.failure));
        else if (isOf(end, report)) resolve(report);
        else reject(new TypeError(`a reader answered ${report.type} instead of ${end}`));
      };
      const onError = (error: Error) => {
        fault = error;
      };
      const onExit = () => {
        stop();
        reject(readerDied(fault));
      };
      const stop = () => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        worker.unref();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.ref();
      if (this.#alive) send();
      else onExit();
    });
  }
}

function isOf<T extends ReaderReport['type']>(
  type: T,
  report: ReaderReport,
): report is Extract<ReaderReport, { readonly type: T }> {
  return report.type === type;
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
