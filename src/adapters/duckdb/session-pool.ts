import type { EngineSql } from '../../spi/engine.js';

/** The engine's sessions of one connection: each has one user at a time, more are opened as they are needed. */
export class SessionPool {
  readonly #idle: EngineSql[] = [];
  readonly #all = new Set<EngineSql>();

  /** `prepare` runs once on each new session. */
  constructor(
    private readonly open: () => Promise<EngineSql>,
    private readonly prepare: (session: EngineSql) => Promise<void>,
  ) {}

  async use<T>(work: (session: EngineSql) => Promise<T>): Promise<T> {
    const session = this.#idle.pop() ?? (await this.#start());
    try {
      return await work(session);
    } finally {
      this.#idle.push(session);
    }
  }

  /** Runs `work` in a transaction; one that conflicts with another's is tried again. */
  transaction<T>(work: (session: EngineSql) => Promise<T>): Promise<T> {
    return this.use(async (session) => {
      for (let attempt = 1; ; attempt++) {
        await session.query('begin transaction');
        try {
          const result = await work(session);
          await session.query('commit');
          return result;
        } catch (error) {
          await session.query('rollback').catch(() => {});
          if (attempt >= MOST_ATTEMPTS || !isConflict(error)) throw error;
        }
      }
    });
  }

  /** A session that belongs to the caller, who closes it. */
  take(): Promise<EngineSql> {
    return this.#start();
  }

  async close(): Promise<void> {
    for (const session of this.#all) await session.close().catch(() => {});
    this.#all.clear();
    this.#idle.length = 0;
  }

  async #start(): Promise<EngineSql> {
    const session = await this.open();
    this.#all.add(session);
    await this.prepare(session);
    return session;
  }
}

const MOST_ATTEMPTS = 20;

function isConflict(error: unknown): boolean {
  return error instanceof Error && /conflict/i.test(error.message);
}
