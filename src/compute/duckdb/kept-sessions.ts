import { TRUSTED_IDLE_MILLISECONDS } from '../../core/idle-session.js';
import type { KeptSession, KeptSessions } from '../../spi/load.js';

/** Sessions of targets between two loads; a login takes as long as a small load. */
export class IdleSessions implements KeptSessions {
  readonly #idle: { readonly key: string; readonly session: KeptSession; readonly since: number }[] = [];
  #closed = false;

  take(key: string): KeptSession | null {
    for (let at = this.#idle.length - 1; at >= 0; at--) {
      const found = this.#idle[at]!;
      if (found.key !== key) continue;
      this.#idle.splice(at, 1);
      if (found.session.usable && Date.now() - found.since < TRUSTED_IDLE_MILLISECONDS) return found.session;
      void found.session.close();
    }
    return null;
  }

  leave(key: string, session: KeptSession): void {
    if (this.#closed || !session.usable) void session.close();
    else this.#idle.push({ key, session, since: Date.now() });
  }

  closeAll(): Promise<void> {
    this.#closed = true;
    return this.endAll();
  }

  /** Ends those that idle now. */
  async endAll(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ session }) => session.close()));
  }
}
