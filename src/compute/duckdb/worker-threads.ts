import type { Database } from './database.js';

/**
 * How many threads DuckDB has. A flush of an appender is a statement that runs in the thread that asks for it; where others
 * could run it, they take it away, and that thread spins until they are done: a third of staging's time. So while tables
 * are staged and no query runs, there are no others.
 */
export class WorkerThreads {
  readonly #database: Database;
  readonly #reset: string;
  #queries = 0;
  #stagings = 0;
  #single = false;
  #settled: Promise<void> = Promise.resolve();

  /** `threads` for queries; null = DuckDB's default */
  constructor(database: Database, threads: number | null) {
    this.#database = database;
    this.#reset = threads === null ? 'reset global threads' : `set global threads = ${threads}`;
  }

  /** Runs a statement of the user's. */
  async forQuery<T>(work: () => Promise<T>): Promise<T> {
    this.#queries++;
    try {
      await this.#settle();
      return await work();
    } finally {
      this.#queries--;
      await this.#settle();
    }
  }

  /** Runs the filling of a table. */
  async forStaging<T>(work: () => Promise<T>): Promise<T> {
    this.#stagings++;
    try {
      await this.#settle();
      return await work();
    } finally {
      this.#stagings--;
    }
  }

  /** Brings the setting to what is under way; a change at a time. Threads without work are left as they are. */
  #settle(): Promise<void> {
    this.#settled = this.#settled.then(async () => {
      if (this.#queries === 0 && this.#stagings === 0) return;
      const single = this.#queries === 0;
      if (single === this.#single) return;
      const connection = await this.#database.connect();
      try {
        await connection.run(single ? 'set global threads = 1' : this.#reset);
        this.#single = single;
      } finally {
        await connection.close();
      }
    });
    const settled = this.#settled;
    this.#settled = settled.catch(() => {});
    return settled;
  }
}
