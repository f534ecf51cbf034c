import { setTimeout as sleep } from 'node:timers/promises';
import { TRUSTED_IDLE_MILLISECONDS } from '../../../core/idle-session.js';
import { endSession, resetSession, type Session } from './open.js';
import type { SessionOptions } from './options.js';
import type { SessionPool } from './pool.js';
import { PostgresSqlSession } from './sql-session.js';

const RESET_PATIENCE_MS = 1000;

/**
 * Sessions that belong to their callers, one after another: what one has set, locked or made for itself is undone before the
 * next one gets it (DISCARD ALL). A login costs both sides more.
 */
export class OwnSessions {
  readonly #inUse = new Set<PostgresSqlSession>();
  readonly #idle: { readonly session: Session; readonly since: number }[] = [];
  readonly #resets = new Set<Promise<void>>();
  #closed = false;

  constructor(
    private readonly pool: SessionPool,
    private readonly options: SessionOptions,
  ) {
    pool.room.keeps(() => this.#endIdle());
  }

  async open(): Promise<PostgresSqlSession> {
    const session = await this.pool.room.owned(
      async () => this.#takeIdle() ?? (await this.#takeReset()) ?? (await this.#login()),
    );
    const watch: SessionPool['watch'] = (watched, doing) => this.pool.watch(watched, doing);
    const own = new PostgresSqlSession(session, this.options, watch, async (reusable) => {
      this.#inUse.delete(own);
      // Where it cannot be undone, the server does it when the session ends.
      const undone = reusable && !this.#closed && !this.pool.room.narrow && (await undo(own));
      if (undone) this.#reset(session);
      else await endSession(session.client);
      this.pool.room.ended();
    });
    this.#inUse.add(own);
    return own;
  }

  /** Cancels the statements that run now. */
  async interrupt(): Promise<void> {
    await Promise.all([...this.#inUse].map((session) => session.interrupt()));
  }

  /** Ends all of them. Never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#inUse].map((session) => session.close()));
    await Promise.all(this.#resets);
    await this.#endIdle();
  }

  async #endIdle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ session }) => endSession(session.client)));
  }

  async #login(): Promise<Session> {
    const session = await this.pool.openBesideOne();
    session.client.once('end', () => {
      const at = this.#idle.findIndex((idle) => idle.session === session);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return session;
  }

  #takeIdle(): Session | null {
    for (let found = this.#idle.pop(); found; found = this.#idle.pop()) {
      if (Date.now() - found.since < TRUSTED_IDLE_MILLISECONDS) return found.session;
      void endSession(found.session.client);
    }
    return null;
  }

  /** One that is being reset is there sooner than a login; null = there is none, or it takes long. */
  async #takeReset(): Promise<Session | null> {
    if (this.#resets.size === 0) return null;
    await Promise.race([...this.#resets, sleep(RESET_PATIENCE_MS, undefined, { ref: false })]);
    return this.#takeIdle();
  }

  /** Nobody waits for it, but who would log in otherwise, and the end of all. */
  #reset(session: Session): void {
    const reset = resetSession(session, this.options).then(async (clean) => {
      this.#resets.delete(reset);
      if (!clean || this.#closed || this.pool.room.narrow) return endSession(session.client);
      this.#idle.push({ session, since: Date.now() });
    });
    this.#resets.add(reset);
  }
}

function undo(session: PostgresSqlSession): Promise<boolean> {
  return session.rollback().then(
    () => true,
    () => false,
  );
}
