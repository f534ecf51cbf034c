import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError } from './cancelled.js';
import { DvtError } from './errors.js';

/** Code of the error that a server has no room for another session: of its own, of the database, or of the user. */
export const NO_ROOM = 'DVT4009';

/** How long a session is waited for where none of our own will be free: others may end theirs. */
const PATIENCE_MILLISECONDS = 20_000;
/** The same, where it was waited for in vain before. */
const SHORT_PATIENCE_MILLISECONDS = 2000;
const FIRST_WAIT_MILLISECONDS = 50;
const LONGEST_WAIT_MILLISECONDS = 1000;

export function isNoRoom(error: unknown): boolean {
  return error instanceof DvtError && error.diagnostics.some(({ code }) => code === NO_ROOM);
}

/** Ends sessions that are only kept for later; `all`: also the one that statements of the main thread keep for themselves. */
export type EndSpare = (all: boolean) => Promise<void>;

/**
 * The sessions of one connection on a server that has no room for as many as dvt would like. From the first refusal on it is
 * *narrow*: what is only kept for later is ended, and whoever needs a session waits for one of our own, or for those of others.
 *
 * Nobody waits in a circle: sessions for passing work (a statement, a reader, a load) end by themselves, and whoever has one
 * asks for no other; whoever holds one for longer (a lease, a snapshot, a node's own) got it while there was another one for
 * passing work. Where no passing work is under way, a wait for it ends after some time, with the server's refusal.
 */
export class SessionRoom {
  readonly #notice: (message: string) => void;
  #patience: number;
  readonly #spare = new Set<EndSpare>();
  readonly #waiting = new Set<AbortController>();
  #narrow = false;
  #closed = false;
  #passing = 0;
  #owned = 0;

  constructor(notice: (message: string) => void, patienceMilliseconds = PATIENCE_MILLISECONDS) {
    this.#notice = notice;
    this.#patience = patienceMilliseconds;
  }

  /** The server has refused a session: none is kept for later. */
  get narrow(): boolean {
    return this.#narrow;
  }

  /** Registers who keeps sessions for later. */
  keeps(end: EndSpare): void {
    this.#spare.add(end);
  }

  /** Runs work that needs one session; again where there was no room for it, so that nothing has happened by then. */
  passing<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const attempt = async () => {
      this.#passing++;
      let refused = false;
      try {
        return await work();
      } catch (error) {
        refused = isNoRoom(error);
        throw error;
      } finally {
        this.#passing--;
        if (!refused) this.#wake();
      }
    };
    return this.#until(attempt, { all: true, comesFree: () => this.#passing > 0 }, signal);
  }

  /** Opens a session that is held for longer. */
  lasting<T>(open: () => Promise<T>): Promise<T> {
    return this.#until(open, { all: false, comesFree: () => this.#passing + this.#owned > 0 });
  }

  /** As `lasting`, for one that ends with a node's work: `ended` is to be called then. */
  async owned<T>(open: () => Promise<T>): Promise<T> {
    const opened = await this.lasting(open);
    this.#owned++;
    return opened;
  }

  ended(): void {
    this.#owned--;
    this.#wake();
  }

  /** Nobody waits any more. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async #until<T>(
    attempt: () => Promise<T>,
    { all, comesFree }: { readonly all: boolean; readonly comesFree: () => boolean },
    signal?: AbortSignal,
  ): Promise<T> {
    let end = Date.now() + this.#patience;
    for (let wait = FIRST_WAIT_MILLISECONDS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MILLISECONDS)) {
      if (this.#narrow) await Promise.all([...this.#spare].map((endSpare) => endSpare(all)));
      try {
        return await attempt();
      } catch (error) {
        if (!isNoRoom(error)) throw error;
        if (comesFree()) end = Date.now() + this.#patience;
        if (this.#closed) throw error;
        if (Date.now() > end) {
          // Who comes next need not find it out again.
          this.#patience = Math.min(this.#patience, SHORT_PATIENCE_MILLISECONDS);
          throw error;
        }
        this.#tell(error as DvtError);
        // The refusal that came first has ended nothing yet: what is kept may be room enough.
        await this.#pause(wait * (1 + Math.random() / 2), signal);
      }
    }
  }

  #tell(error: DvtError): void {
    if (!this.#narrow) this.#notice(`${error.message}. dvt goes on with the sessions that it gets.`);
    this.#narrow = true;
  }

  async #pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#waiting.add(woken);
    const until = signal === undefined ? woken.signal : AbortSignal.any([woken.signal, signal]);
    await sleep(milliseconds, undefined, { signal: until }).catch(() => {});
    this.#waiting.delete(woken);
    if (signal?.aborted) throw cancelledError();
  }

  /** Whoever waits tries again. */
  #wake(): void {
    for (const woken of this.#waiting) woken.abort();
  }
}
