import type { Client } from 'pg';
import type { OpenReadSession, ReadSession } from '../../../spi/scan.js';
import { endSession, openSession as openServerSession, type Session } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';

/** A session that a reader keeps from one statement to the next; between them no transaction is open. */
export class PostgresReadSession implements ReadSession {
  readonly session: Session;
  #usable = true;

  constructor(session: Session) {
    this.session = session;
    session.client.once('end', () => {
      this.#usable = false;
    });
  }

  get client(): Client {
    return this.session.client;
  }

  get usable(): boolean {
    return this.#usable;
  }

  /** A statement failed in it: its transaction is not worth mending. */
  spoil(): void {
    this.#usable = false;
  }

  close(): Promise<void> {
    this.#usable = false;
    return endSession(this.client);
  }
}

/** See spi/scan.ts. */
export const openSession: OpenReadSession = async (data) =>
  new PostgresReadSession(await openServerSession(data as SessionOptions, () => {}));
