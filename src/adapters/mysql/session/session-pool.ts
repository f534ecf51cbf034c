import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import type { SessionRoom } from '../../../core/session-room.js';
import type { SessionOptions } from '../profile/session-options.js';
import { openSession } from './open-session.js';
import type { Answer, Session } from './session.js';

/** Milliseconds after which an idle session is asked whether it still lives before it is used. */
const STALE_AFTER = 10_000;

/** Control sessions of one connection, opened as they are needed; each serves one caller at a time. */
export class SessionPool {
  readonly #options: SessionOptions;
  readonly #notice: (message: string) => void;
  readonly #idle: { readonly session: Session; readonly since: number }[] = [];
  readonly #busy = new Set<Session>();
  #closed = false;

  constructor(
    options: SessionOptions,
    notice: (message: string) => void,
    readonly room: SessionRoom,
  ) {
    this.#options = options;
    room.keeps((all) => this.#endIdle(all ? 0 : 1));
    // Said once, however many sessions are opened.
    const said = new Set<string>();
    this.#notice = (message) => {
      if (!said.has(message)) notice(message);
      said.add(message);
    };
  }

  /** Runs `work` on a session of its own. Session state that it leaves behind is seen by later users. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.room.passing(() => this.#use(work));
  }

  async #use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      return await work(session);
    } finally {
      this.#busy.delete(session);
      if (this.#closed) session.destroy();
      else if (this.room.narrow && this.#busy.size + this.#idle.length > 0) await session.close();
      else if (!session.lost) this.#idle.push({ session, since: Date.now() });
    }
  }

  /** Runs one statement; aborting `signal` cancels it on the server. */
  run(sql: string, signal?: AbortSignal): Promise<Answer> {
    return this.use((session) => this.runOn(session, sql, signal));
  }

  /** As `run`, on a session that the caller holds. A cancelled session is not used again. */
  async runOn(session: Session, sql: string, signal?: AbortSignal): Promise<Answer> {
    if (signal === undefined) return session.run(sql);
    if (signal.aborted) throw cancelledError();
    let killing: Promise<void> | null = null;
    const abort = () => {
      killing = this.kill(session.id).catch(() => {});
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await session.run(sql);
    } catch (error) {
      throw signal.aborted ? cancelledError() : error;
    } finally {
      signal.removeEventListener('abort', abort);
      if (killing) {
        await killing;
        // A kill that arrives late would end the session's next statement.
        session.destroy();
      }
    }
  }

  /** Tells the server to end what a session runs, over a session of its own so that it never waits for a free one. */
  async kill(id: number): Promise<void> {
    const killer = await openSession({ ...this.#options, retries: 0 }, 'control');
    await killer.run(`kill query ${id}`).finally(() => killer.close());
  }

  /** A session outside the pool, which the caller closes, and may hold for long. */
  open(): Promise<Session> {
    return this.room.lasting(() => this.#openBesideOne());
  }

  /** As `open`, for one that is held for a node's work; `room.ended` is to be called then. */
  openOwned(): Promise<Session> {
    return this.room.owned(() => this.#openBesideOne());
  }

  /** One attempt; where there is little room, while another session is left for statements. */
  async #openBesideOne(): Promise<Session> {
    const open = () => openSession(this.#options, 'control', this.#notice);
    if (!this.room.narrow) return open();
    const opened = await this.use(() => open().catch((error: unknown) => ({ error })));
    if ('error' in opened) throw opened.error;
    return opened;
  }

  /** Ends sessions that nobody uses, until there are `left` in all. */
  async #endIdle(left: number): Promise<void> {
    const idle = this.#idle.splice(Math.max(0, left - this.#busy.size));
    await Promise.all(idle.map(({ session }) => session.close()));
  }

  /** Cancels what runs in sessions that are used now; never throws. */
  async interrupt(): Promise<void> {
    await Promise.all([...this.#busy].map((session) => this.kill(session.id).catch(() => {})));
  }

  /** Cancels what runs and ends every session; never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.interrupt();
    for (const session of this.#busy) session.destroy();
    await this.#endIdle(0);
  }

  async #take(): Promise<Session> {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      const { session, since } = entry;
      const alive = !session.lost && (Date.now() - since < STALE_AFTER || (await answers(session)));
      if (alive) {
        this.#busy.add(session);
        return session;
      }
      session.destroy();
    }
    if (this.#closed) {
      throw new DvtError({ code: 'DVT4007', message: `Connection ${this.#options.connection} is closed.` });
    }
    const session = await openSession(this.#options, 'control', this.#notice);
    this.#busy.add(session);
    return session;
  }
}

async function answers(session: Session): Promise<boolean> {
  return session.run('do 1').then(
    () => true,
    () => false,
  );
}
