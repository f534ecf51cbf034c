import { type Transferable, Worker } from 'node:worker_threads';
import { DvtError } from '../../core/errors.js';
import { fromFailure } from '../../core/failure.js';
import type { AnswerOf, OperationName, Request, RequestOf, Response } from './messages.js';
import type { DuckDbOptions } from './options.js';

/** How long `close` waits for DuckDB to end what it does, before the thread is ended by force. */
const CLOSE_MILLISECONDS = 15_000;

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly onProgress: ((rows: number) => void) | undefined;
}

/** The thread that owns DuckDB, seen from the main thread. Started by the first request. */
export class EngineThread {
  readonly #options: DuckDbOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #exited: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;
  #lastId = 0;

  constructor(options: DuckDbOptions) {
    this.#options = options;
  }

  /** Asks the thread; ports in `transfer` move to it. Rejects when the engine is closed or its thread dies. */
  async ask<K extends OperationName>(
    operation: K,
    parameters: RequestOf<K>,
    options: { readonly transfer?: readonly Transferable[]; readonly onProgress?: (rows: number) => void } = {},
  ): Promise<AnswerOf<K>> {
    if (this.#closing !== null) throw closed();
    return this.#post(operation, parameters, options);
  }

  /** Cancels what is under way, closes DuckDB and ends the thread. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #post<K extends OperationName>(
    operation: K,
    parameters: RequestOf<K>,
    options: { readonly transfer?: readonly Transferable[]; readonly onProgress?: (rows: number) => void } = {},
  ): Promise<AnswerOf<K>> {
    const worker = this.#start();
    const request: Request<K> = { id: ++this.#lastId, operation, parameters };
    return new Promise<AnswerOf<K>>((resolve, reject) => {
      worker.postMessage(request, options.transfer ?? []);
      const settle = (value: unknown) => resolve(value as AnswerOf<K>);
      this.#pending.set(request.id, { resolve: settle, reject, onProgress: options.onProgress });
      worker.ref();
    });
  }

  async #close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const asked = this.#post('close', null).then(
      () => this.#exited,
      () => {},
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MILLISECONDS);
    });
    await Promise.race([asked, late]);
    clearTimeout(timer);
    await worker.terminate();
  }

  #start(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./engine-worker.js', import.meta.url), {
      workerData: this.#options,
      // What a library prints there is not dvt's output.
      stdout: true,
      stderr: true,
    });
    this.#worker = worker;
    let fault: Error | null = null;
    worker.on('message', (response: Response) => this.#receive(response));
    worker.on('error', (error: Error) => {
      fault = error;
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        if (this.#worker === worker) this.#worker = null;
        for (const { reject } of this.#pending.values()) reject(this.#closing === null ? lost(fault) : closed());
        this.#pending.clear();
        resolve();
      });
    });
    return worker;
  }

  #receive(response: Response): void {
    const pending = this.#pending.get(response.id);
    if (pending === undefined) return;
    if (response.type === 'progress') {
      pending.onProgress?.(response.rows);
      return;
    }
    this.#pending.delete(response.id);
    // An idle engine does not keep the process alive.
    if (this.#pending.size === 0) this.#worker?.unref();
    if (response.type === 'answer') pending.resolve(response.value);
    else pending.reject(fromFailure(response.failure));
  }
}

function closed(): DvtError {
  return new DvtError({ code: 'DVT5103', message: 'The engine is closed.' });
}

function lost(cause: Error | null): DvtError {
  const reason = cause === null ? '' : `: ${cause.message}`;
  return new DvtError({ code: 'DVT5104', message: `The engine's thread ended unexpectedly${reason}` }, { cause });
}
