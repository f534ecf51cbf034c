import { TRUSTED_IDLE_MILLISECONDS } from '../core/idle-session.js';
import { snapshotLost } from '../core/snapshot-lost.js';
import type { OpenReadSession, ReadSession, SessionPlan } from '../spi/scan.js';

/** The session that a reader's thread keeps from one task to the next. */
export class KeptSession {
  #key: string | null = null;
  #session: ReadSession | null = null;
  #pinned = false;
  #usedAt = 0;

  /** Key of the session, null where there is none that could serve another task. */
  get key(): string | null {
    return this.#session?.usable ? this.#key : null;
  }

  /** The session of a plan: the one at hand, or a new one in its place. */
  async get(plan: SessionPlan): Promise<ReadSession> {
    const fresh = this.#pinned || Date.now() - this.#usedAt < TRUSTED_IDLE_MILLISECONDS;
    if (this.key === plan.key && fresh && this.#session !== null) return this.#session;
    if (plan.pinned) throw snapshotLost('its session has ended.');
    return this.open(plan);
  }

  async open(plan: SessionPlan): Promise<ReadSession> {
    await this.close();
    const { openSession } = (await import(plan.module)) as { readonly openSession: OpenReadSession };
    this.#session = await openSession(plan.data);
    this.#key = plan.key;
    this.#pinned = plan.pinned;
    this.#usedAt = Date.now();
    return this.#session;
  }

  /** After a task. One that was cancelled may have a cancel of the server under way, which would hit the next statement. */
  async rest(cancelled: boolean): Promise<void> {
    this.#usedAt = Date.now();
    if (this.#session !== null && (!this.#session.usable || (cancelled && !this.#pinned))) await this.close();
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#key = null;
    await session?.close();
  }
}
