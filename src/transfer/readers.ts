import { snapshotLost } from '../core/snapshot-lost.js';
import type { ReaderSessions, SessionPlan } from '../spi/scan.js';
import { ReaderThread } from './reader-thread.js';

/** A thread costs some 40 ms to start, and a run has hundreds of scans. */
const IDLE_THREADS = 4;

/** Threads whose sessions stand at one state of a source. */
interface PinnedThreads {
  readonly idle: ReaderThread[];
  readonly all: Set<ReaderThread>;
  readonly waiting: { readonly grant: (thread: ReaderThread) => void; readonly refuse: (error: Error) => void }[];
  closing: boolean;
}

/** The threads that read sources, with the sessions that they keep. */
export class Readers implements ReaderSessions {
  readonly #idle: ReaderThread[] = [];
  readonly #all = new Set<ReaderThread>();
  readonly #pinned = new Map<string, PinnedThreads>();

  /** A thread for a task that needs this session. Waits for one of a pinned session's threads. Give it back. */
  take(session: SessionPlan | undefined): Promise<ReaderThread> {
    if (session?.pinned) return this.#takePinned(session.key);
    return Promise.resolve(this.#takeFree(session?.key ?? null));
  }

  giveBack(thread: ReaderThread): void {
    const pinned = [...this.#pinned].find(([, { all }]) => all.has(thread));
    if (pinned !== undefined) {
      this.#returnPinned(...pinned, thread);
      return;
    }
    if (!thread.alive) return;
    this.#idle.push(thread);
    if (this.#idle.length > IDLE_THREADS) void this.#end(this.#idle.shift()!);
  }

  async open(plan: SessionPlan, count: number): Promise<readonly unknown[]> {
    const threads = Array.from({ length: count }, () => this.#takeFree(null));
    const opened = await Promise.allSettled(threads.map((thread) => thread.open(plan)));
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      await Promise.all(threads.map((thread) => thread.closeSession()));
      for (const thread of threads) this.giveBack(thread);
      throw failed.reason;
    }
    this.#pinned.set(plan.key, { idle: [...threads], all: new Set(threads), waiting: [], closing: false });
    return opened.map((one) => (one.status === 'fulfilled' ? one.value : null));
  }

  count(key: string): number {
    return this.#pinned.get(key)?.all.size ?? 0;
  }

  async close(key: string): Promise<void> {
    const pinned = this.#pinned.get(key);
    if (pinned === undefined) return;
    pinned.closing = true;
    const idle = pinned.idle.splice(0);
    for (const thread of idle) pinned.all.delete(thread);
    if (pinned.all.size === 0) this.#pinned.delete(key);
    await Promise.all(idle.map((thread) => thread.closeSession()));
    for (const thread of idle) this.giveBack(thread);
  }

  /** Ends the sessions that idle; of those at one state of a source one is left. */
  async endIdleSessions(): Promise<void> {
    for (const pinned of this.#pinned.values()) {
      while (pinned.idle.length > 0 && pinned.all.size > 1) {
        const thread = pinned.idle.pop()!;
        pinned.all.delete(thread);
        await thread.closeSession();
        this.giveBack(thread);
      }
    }
    // Out of the list meanwhile: nobody may take one that is being closed.
    const idle = this.#idle.splice(0);
    await Promise.all(idle.map((thread) => thread.closeSession()));
    for (const thread of idle) this.giveBack(thread);
  }

  /** Ends all threads; what they read must have been cancelled before. Sessions end in good order where they are idle. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#pinned.keys()].map((key) => this.close(key)));
    await Promise.all(this.#idle.splice(0).map((thread) => this.#end(thread)));
    await Promise.all([...this.#all].map((thread) => thread.terminate()));
  }

  #takeFree(key: string | null): ReaderThread {
    const found = this.#idle.findLastIndex((thread) => thread.session === key);
    // Another source's session is given up rather than a thread more started, once there are enough.
    const at = found >= 0 || this.#idle.length < IDLE_THREADS ? found : 0;
    return at >= 0 ? this.#idle.splice(at, 1)[0]! : this.#start();
  }

  #takePinned(key: string): Promise<ReaderThread> {
    const pinned = this.#pinned.get(key);
    const thread = pinned?.idle.pop();
    if (thread !== undefined) return Promise.resolve(thread);
    if (pinned === undefined) return Promise.reject(snapshotLost('its sessions have ended.'));
    return new Promise((grant, refuse) => pinned.waiting.push({ grant, refuse }));
  }

  #returnPinned(key: string, pinned: PinnedThreads, thread: ReaderThread): void {
    if (thread.session === key && thread.alive && !pinned.closing) {
      const next = pinned.waiting.shift();
      if (next) next.grant(thread);
      else pinned.idle.push(thread);
      return;
    }
    pinned.all.delete(thread);
    if (pinned.all.size === 0) {
      this.#pinned.delete(key);
      for (const { refuse } of pinned.waiting) refuse(snapshotLost('its sessions have ended.'));
    }
    void thread.closeSession().then(() => this.giveBack(thread));
  }

  async #end(thread: ReaderThread): Promise<void> {
    await thread.closeSession();
    await thread.terminate();
  }

  #start(): ReaderThread {
    const thread = new ReaderThread(() => {
      this.#all.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
      for (const [key, pinned] of this.#pinned) {
        if (pinned.idle.includes(thread)) {
          pinned.idle.splice(pinned.idle.indexOf(thread), 1);
          this.#returnPinned(key, pinned, thread);
        }
      }
    });
    this.#all.add(thread);
    return thread;
  }
}
