import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import { fromFailure } from '../../../core/failure.js';
import type { Database } from '../profile.js';
import { placeIn } from './error-place.js';
import { isBusy, sqliteError } from './errors.js';
import type { Refusal, Response, Rows } from './protocol.js';
import type { Opened } from './session-process.js';

const PAUSE_WHEN_BUSY = 50;
/** A wait that is shorter is not worth a line. */
const NOTICE_AFTER = 1000;

export interface SessionOptions {
  readonly signal?: AbortSignal;
  readonly limit?: number;
}

/** One connection to SQLite, in a process of its own. One statement at a time. */
export class Session {
  #next = 0;
  #pending: { resolve(rows: Rows): void; reject(error: Error): void } | null = null;
  #ended = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly database: Database,
    private readonly notice: (message: string) => void,
  ) {
    child.on('message', (response: Response | Opened) => this.#receive(response));
    child.once('exit', () => this.#end());
    child.once('error', () => this.#end());
  }

  /** Starts the process and opens the files. Throws a DvtError for what cannot be opened. */
  static async open(database: Database, notice: (message: string) => void): Promise<Session> {
    const child = fork(fileURLToPath(new URL('./session-process.js', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    const session = new Session(child, database, notice);
    await session.#call(() => child.send(database));
    return session;
  }

  get #files(): string {
    return Object.values(this.database.schemas).join(', ');
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Runs one statement. A locked file is waited for, up to the profile's `lock_timeout`, with a notice. Aborting the
   * signal kills the process; the session is ended then.
   */
  async run(sql: string, { signal, limit }: SessionOptions = {}): Promise<Rows> {
    const started = Date.now();
    let told = false;
    for (;;) {
      if (signal?.aborted) throw cancelledError();
      try {
        return await this.#cancellable(signal, () => this.#statement(sql, limit ?? null));
      } catch (error) {
        const waited = Date.now() - started;
        if (!isBusy(error) || waited >= this.database.lockTimeout) {
          const where = isBusy(error) ? `, ${this.#files}, held by another program` : '';
          throw sqliteError(error, `Connection ${this.database.connection}${where}`);
        }
        if (!told && waited >= NOTICE_AFTER) {
          this.notice(`waiting for a lock on ${this.#files}`);
          told = true;
        }
        await sleep(PAUSE_WHEN_BUSY);
      }
    }
  }

  /** Runs `work` in one transaction that takes the write lock at once. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('begin immediate');
    try {
      const result = await work();
      await this.run('commit');
      return result;
    } catch (error) {
      if (!this.#ended) await this.run('rollback').catch(() => this.kill());
      throw error;
    }
  }

  kill(): void {
    this.child.kill('SIGKILL');
    this.#end();
  }

  #statement(sql: string, limit: number | null): Promise<Rows> {
    return this.#call(() => this.child.send({ id: this.#next++, sql, limit }));
  }

  #call(send: () => void): Promise<Rows> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(lost(this.database));
      this.#pending = { resolve, reject };
      send();
    });
  }

  async #cancellable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const abort = () => this.kill();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw cancelledError();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #receive(response: Response | Opened): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    if ('opened' in response) {
      if (response.opened === true) pending.resolve({ columns: [], rows: [] });
      else {
        this.kill();
        pending.reject(fromFailure(response.opened));
      }
    } else if ('refusal' in response) pending.reject(refused(response.refusal));
    else pending.resolve(response.result);
  }

  #end(): void {
    this.#ended = true;
    this.#pending?.reject(lost(this.database));
    this.#pending = null;
  }
}

function refused({ message, errcode, position, statement }: Refusal): Error {
  const place = position === undefined ? placeIn(message) : { position };
  return Object.assign(
    new Error(message),
    errcode !== null && { errcode },
    place,
    statement !== undefined && { statement },
  );
}

function lost(database: Database): DvtError {
  const message = `Connection ${database.connection}: the session's process ended`;
  return new DvtError({ code: 'DVT4410', message, hint: 'Run again; with --debug it says more.' }, { terminal: false });
}
