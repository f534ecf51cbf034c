import { setMaxListeners } from 'node:events';
import { cancelledError } from '../core/cancelled.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first Ctrl-C (or SIGTERM, SIGHUP) aborts the signal, so that statements are cancelled on their servers and staging
 * is removed; the second one ends the process at once, as if nobody had listened for it: Node's own exit waits for threads
 * that are inside the engine, and aborts with a core dump where one of them throws.
 */
export function abortOnInterrupt(process: NodeJS.Process, onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  // Any number of things wait for it at once, such as a session of each connection; Node 20 warns of more than ten.
  setMaxListeners(0, controller.signal);
  const interrupt = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
      return;
    }
    onFirst();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return controller.signal;
}

/** Settles as `work` does, or rejects at once when the signal is aborted: for work that cannot be stopped itself. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(cancelledError());
    signal.addEventListener('abort', () => reject(cancelledError()), { signal: done.signal });
  });
  return Promise.race([work, aborted]).finally(() => done.abort());
}

/** Milliseconds that nodes have to stop by themselves, and statements that come after. */
const PATIENCE = 3000;

/**
 * Interrupts what still runs some time after the signal was aborted, and again: a statement that waits for a lock of somebody
 * else, say, which nobody cancels. Returns what ends it.
 */
export function interruptWhatStays(signal: AbortSignal, interrupt: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    timer = setInterval(() => void interrupt(), PATIENCE);
  };
  signal.addEventListener('abort', start, { once: true });
  return () => {
    signal.removeEventListener('abort', start);
    clearInterval(timer);
  };
}
