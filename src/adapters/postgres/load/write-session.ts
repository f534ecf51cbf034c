import type { KeptSession } from '../../../spi/load.js';
import { type CancelKey, cancelKeyOf, endSession, openSession, type Session, takeStream } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';
import { RawSession } from '../session/raw-session.js';

/** A session that is written to, and kept for the next writer; between them no transaction is open. */
export class WriteSession implements KeptSession {
  readonly raw: RawSession;

  private constructor(private readonly session: Session) {
    this.raw = new RawSession(takeStream(session.client));
  }

  static async open(options: SessionOptions): Promise<WriteSession> {
    return new WriteSession(await openSession(options, () => {}));
  }

  get cancelKey(): CancelKey {
    return cancelKeyOf(this.session);
  }

  get usable(): boolean {
    return this.raw.failure === null;
  }

  close(): Promise<void> {
    return endSession(this.session.client);
  }
}
