import { Worker } from 'node:worker_threads';

/** A thread costs some 40 ms to start, and a run has hundreds of scans. */
const IDLE_THREADS = 4;
/** JavaScript heap of a reader; batches are outside of it. */
const HEAP_MEGABYTES = 1024;
const YOUNG_MEGABYTES = 8;

/** Threads that read sources, kept for the next scan when one is done. */
export class ReaderThreads {
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  /** A thread with nothing to do. Give it back, or terminate it. */
  take(): Worker {
    const thread = this.#idle.pop() ?? this.#start();
    thread.ref();
    return thread;
  }

  giveBack(thread: Worker): void {
    if (this.#idle.length >= IDLE_THREADS) {
      void thread.terminate();
      return;
    }
    thread.unref();
    this.#idle.push(thread);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => thread.terminate()));
  }

  #start(): Worker {
    const thread = new Worker(new URL('./source-worker.js', import.meta.url), {
      // What a library prints there is not dvt's output.
      stdout: true,
      stderr: true,
      // Received buffers are short-lived: a small young generation is collected as quickly and holds less.
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    this.#all.add(thread);
    // An idle thread that dies is only forgotten; a scan listens for itself.
    thread.on('error', () => {});
    thread.once('exit', () => {
      this.#all.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return thread;
  }
}
