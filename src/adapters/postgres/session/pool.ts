import type { Client } from 'pg';
import { DvtError } from '../../../core/errors.js';
import type { SessionRoom } from '../../../core/session-room.js';
import { cancelStatement } from './cancel.js';
import { cancelled, isConnectionLoss, type PlacedError, statementError } from './errors.js';
import { type LockWatch, watchLocks } from './lock-watch.js';
import { cancelKeyOf, endSession, openSession, type Session } from './open.js';
import type { SessionOptions } from './options.js';
import { type Around, TextQuery, type TextResult } from './text-query.js';

/** Idle for longer, a session is asked for a sign of life before it is used: firewalls drop connections silently. */
const TRUSTED_IDLE_MS = 20_000;
const ANSWER_MS = 3000;

/** Runs one statement in the session that a pool lent. */
export type Run = (sql: string, limit?: number | null) => Promise<TextResult>;

/** Sessions of the main thread, opened as they are needed and kept for reuse. */
export class SessionPool {
  readonly #options: SessionOptions;
  readonly #notice: (message: string) => void;
  readonly #said: (message: string) => void;
  readonly #limit: number;
  readonly #idle: { readonly session: Session; readonly since: number }[] = [];
  readonly #inUse = new Set<Session>();
  readonly #waiting: (() => void)[] = [];
  #lent = 0;
  #closed = false;
  #told = false;
  #pooled = false;

  constructor(
    options: SessionOptions,
    limit: number,
    notice: (message: string) => void,
    readonly room: SessionRoom,
  ) {
    this.#options = options;
    this.#limit = limit;
    room.keeps((all) => this.#endIdle(all ? 0 : 1));
    this.#said = notice;
    this.#notice = (message) => {
      if (!this.#told) notice(message);
      this.#told = true;
    };
  }

  /** Lends a session to `work`. Aborting the signal cancels the statement that runs in it; throws DvtErrors. */
  use<T>(doing: string | null, work: (run: Run, client: Client) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.room.passing(() => this.#use(doing, work, signal), signal);
  }

  async #use<T>(
    doing: string | null,
    work: (run: Run, client: Client) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted) throw cancelled(this.#options, doing);
    const session = await this.#take();
    let reusable = true;
    const cancel = () => {
      // The request could hit the session's next statement: it gets none.
      reusable = false;
      void cancelStatement(this.#options, cancelKeyOf(session));
    };
    signal?.addEventListener('abort', cancel);
    const watch = this.watch(session, doing);
    try {
      if (signal?.aborted) throw cancelled(this.#options, doing);
      return await work((sql, limit) => runText(session.client, sql, limit ?? null), session.client);
    } catch (error) {
      if (isConnectionLoss(error)) reusable = false;
      throw statementError(error, this.#options, doing, watch.holder);
    } finally {
      watch.stop();
      signal?.removeEventListener('abort', cancel);
      await this.#giveBack(session, reusable);
    }
  }

  /** Tells who holds the lock that a session waits for, until the watch is stopped. */
  watch(session: Session, doing: string | null): LockWatch {
    const notice = (message: string) => this.#said(`Connection ${this.#options.name}: ${message}`);
    return watchLocks(session, doing, { open: () => openSession({ ...this.#options, retries: 0 }, () => {}), notice });
  }

  /** Cancels the statements that run in sessions which are lent now. */
  async interrupt(): Promise<void> {
    await Promise.all([...this.#inUse].map((session) => cancelStatement(this.#options, cancelKeyOf(session))));
  }

  /** Whether another program was found between dvt and the server. */
  get pooled(): boolean {
    return this.#pooled;
  }

  /** Opens a session that belongs to the caller, who may hold it for long. */
  open(): Promise<Session> {
    return this.room.lasting(() => this.openBesideOne());
  }

  /** One attempt at a session for the caller; where there is little room, while another one is left for statements. */
  async openBesideOne(): Promise<Session> {
    if (!this.room.narrow) return this.#open();
    const opened = await this.use(null, () => this.#open().catch((error: unknown) => ({ error })));
    if ('error' in opened) throw opened.error;
    return opened;
  }

  async #open(): Promise<Session> {
    const session = await openSession(this.#options, this.#notice);
    this.#pooled ||= session.pooled;
    return session;
  }

  /** Cancels what runs, ends every session. Never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.interrupt();
    const sessions = [...this.#idle.splice(0).map(({ session }) => session), ...this.#inUse];
    await Promise.all(sessions.map((session) => endSession(session.client)));
  }

  async #take(): Promise<Session> {
    if (this.#closed) {
      throw new DvtError({ code: 'DVT4007', message: `Connection ${this.#options.name} was closed` });
    }
    while (this.#lent >= this.#limit) await this.#turn();
    this.#lent++;
    try {
      const session = (await this.#firstAlive()) ?? (await this.#openReusable());
      this.#inUse.add(session);
      return session;
    } catch (error) {
      this.#lent--;
      this.#waiting.shift()?.();
      throw error;
    }
  }

  /** Ends sessions that nobody uses, until there are `left` in all. */
  async #endIdle(left: number): Promise<void> {
    const idle = this.#idle.splice(Math.max(0, left - this.#lent));
    await Promise.all(idle.map(({ session }) => endSession(session.client)));
  }

  /** Resolves when a session was given back. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #openReusable(): Promise<Session> {
    const session = await this.#open();
    session.client.once('end', () => {
      const at = this.#idle.findIndex((idle) => idle.session === session);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return session;
  }

  async #firstAlive(): Promise<Session | null> {
    for (let found = this.#idle.pop(); found; found = this.#idle.pop()) {
      const { session, since } = found;
      if (Date.now() - since < TRUSTED_IDLE_MS || (await answers(session.client))) return session;
      void endSession(session.client);
    }
    return null;
  }

  async #giveBack(session: Session, reusable: boolean): Promise<void> {
    this.#inUse.delete(session);
    // A statement that left a transaction open must not lend it to the next one.
    const clean = session.client.getTransactionStatus() === 'I';
    // Where there is little room one is kept: whoever holds a session for long can so run statements beside it.
    const keep = !this.room.narrow || (this.#lent === 1 && this.#idle.length === 0);
    if (reusable && clean && !this.#closed && keep) {
      this.#idle.push({ session, since: Date.now() });
    } else {
      await endSession(session.client);
    }
    this.#lent--;
    this.#waiting.shift()?.();
  }
}

async function answers(client: Client): Promise<boolean> {
  const patience = new Promise<false>((resolve) => setTimeout(resolve, ANSWER_MS, false).unref());
  const answer = runText(client, '').then(
    () => true,
    () => false,
  );
  return Promise.race([answer, patience]);
}

/**
 * Runs statements by the simple protocol, or one with a limit by the extended one, where others may go with it. Rejects with
 * the client's error.
 */
export async function runText(
  client: Client,
  sql: string,
  limit: number | null = null,
  around?: Around,
): Promise<TextResult> {
  try {
    return await client.query(new TextQuery(sql, limit, around)).done;
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { statement: sql } satisfies PlacedError) : error;
  }
}
