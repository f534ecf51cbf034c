import { cancelledError } from '../../core/cancelled.js';
import type { NativeConnection } from './native-connection.js';

/** How often a cancelled operation's statements are interrupted again. */
const INTERRUPT_MILLISECONDS = 20;

/** One piece of work that can be cancelled by its id. */
export class Operation {
  #cancelled = false;
  readonly #connections = new Set<NativeConnection>();
  readonly #listeners: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  throwIfCancelled(): void {
    if (this.#cancelled) throw cancelledError();
  }

  /** Calls `listener` once when the operation is cancelled, at once if it is already. */
  onCancel(listener: () => void): void {
    if (this.#cancelled) listener();
    else this.#listeners.push(listener);
  }

  /** Runs `work` with a connection whose statements are interrupted on cancel. */
  async using<T>(connection: NativeConnection, work: () => Promise<T>): Promise<T> {
    this.throwIfCancelled();
    this.#connections.add(connection);
    try {
      return await work();
    } finally {
      this.#connections.delete(connection);
    }
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const listener of this.#listeners) listener();
    const interrupt = () => {
      for (const connection of this.#connections) connection.interrupt();
    };
    interrupt();
    // A statement that waits for a thread of the pool forgets an interrupt when it starts.
    this.#timer = setInterval(interrupt, INTERRUPT_MILLISECONDS);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}

/** The work under way in this thread. */
export class Operations {
  readonly #running = new Map<Operation, { readonly id: string; readonly settled: Promise<unknown> }>();

  /** Runs `work` under an id; several may share one. What it throws after a cancel becomes the error of cancelled work. */
  run<T>(id: string, work: (operation: Operation) => Promise<T>): Promise<T> {
    const operation = new Operation();
    const settled = work(operation)
      .catch((error: unknown) => {
        throw operation.cancelled ? cancelledError() : error;
      })
      .finally(() => {
        operation.end();
        this.#running.delete(operation);
      });
    this.#running.set(operation, { id, settled });
    return settled;
  }

  cancel(id: string): void {
    for (const [operation, entry] of this.#running) if (entry.id === id) operation.cancel();
  }

  /** Cancels everything and waits until it has ended. */
  async cancelAll(): Promise<void> {
    for (const operation of this.#running.keys()) operation.cancel();
    await Promise.allSettled([...this.#running.values()].map((entry) => entry.settled));
  }
}
