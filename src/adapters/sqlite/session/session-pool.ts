import type { Database } from '../profile.js';
import { Session } from './session.js';

/** Sessions at once: writers queue at the file's lock anyway, and each session is a process. */
const MOST_SESSIONS = 4;

/** Hands out sessions one user at a time, opens more as they are needed, and ends them all. */
export class SessionPool {
  readonly #idle: Session[] = [];
  readonly #open = new Set<Session>();
  readonly #waiting: (() => void)[] = [];
  #used = 0;

  constructor(
    private readonly database: Database,
    private readonly notice: (message: string) => void,
  ) {}

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#used >= MOST_SESSIONS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#used++;
    try {
      const session = this.#idle.pop() ?? (await this.#start());
      try {
        return await work(session);
      } finally {
        if (session.ended) this.#open.delete(session);
        else this.#idle.push(session);
      }
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#used--;
    }
  }

  /** A session that belongs to the caller. */
  take(): Promise<Session> {
    return this.#start();
  }

  /** The caller has ended it. */
  forget(session: Session): void {
    this.#open.delete(session);
  }

  /** Ends the sessions that are idle, so that the next ones see a changed set of files. */
  renew(): void {
    for (const session of this.#idle.splice(0)) {
      this.#open.delete(session);
      session.kill();
    }
  }

  close(): void {
    for (const session of this.#open) session.kill();
    this.#open.clear();
    this.#idle.length = 0;
  }

  async #start(): Promise<Session> {
    const session = await Session.open(this.database, this.notice);
    this.#open.add(session);
    return session;
  }
}
