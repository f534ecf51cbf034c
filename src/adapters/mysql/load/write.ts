import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { OpenWriter, ResultChunk, ResultWriter } from '../../../spi/load.js';
import { openSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';
import { inserts } from './inserts.js';
import type { LoadData } from './load-data.js';
import { createStatement } from './load-statement.js';
import { localFile } from './local-file.js';
import { type EncodeChunk, rowEncoder } from './row-encoder.js';
import type { RowSender } from './row-sender.js';
import { TextBuffer } from './text-buffer.js';

/** Bytes of rows that are sent together; far below any server's max_allowed_packet. */
const PIECE_BYTES = 512 << 10;

/**
 * Creates the staging table and writes a result into it, in a new session or in one that an earlier writer left; runs in the
 * engine's thread. See spi/load.ts.
 */
export const openWriter: OpenWriter = async (data, columns, kept) => {
  const load = data as LoadData;
  const key = JSON.stringify(load.session);
  const session = await created(load, (kept?.take(key) ?? null) as Session | null);
  return new StagingWriter(session, load, columns, async () => {
    if (kept === undefined) await session.close();
    else kept.leave(key, session);
  });
};

/** A session in which the staging table was created. */
async function created(load: LoadData, left: Session | null): Promise<Session> {
  const session = left ?? (await openSession(load.session, 'load'));
  try {
    await session.run(createStatement(load));
    return session;
  } catch (error) {
    const lost = left !== null && session.lost;
    session.destroy();
    // It was lost while it idled, and nothing with it.
    if (lost) return created(load, null);
    throw error;
  }
}

class StagingWriter implements ResultWriter {
  readonly #session: Session;
  readonly #load: LoadData;
  readonly #sender: RowSender;
  readonly #encode: EncodeChunk;
  readonly #out = new TextBuffer(PIECE_BYTES * 2);
  #rows = 0;
  #bytes = 0;

  readonly #leave: () => Promise<void>;

  constructor(session: Session, load: LoadData, columns: readonly ResultColumn[], leave: () => Promise<void>) {
    this.#session = session;
    this.#leave = leave;
    this.#load = load;
    this.#sender = load.localFiles ? localFile(session, load, columns) : inserts(session, load);
    this.#encode = rowEncoder(columns, this.#sender.form);
  }

  async write(chunk: ResultChunk): Promise<void> {
    const pieces: Buffer[] = [];
    this.#encode(chunk, this.#out, () => {
      if (this.#out.length >= PIECE_BYTES) pieces.push(this.#out.take());
    });
    this.#rows += chunk.rows;
    for (const piece of pieces) await this.#send(piece);
  }

  async finish(): Promise<{ rows: number; bytes: number }> {
    if (this.#out.length > 0) await this.#send(this.#out.take());
    const stored = await this.#sender.finish();
    if (stored !== this.#rows) {
      throw new DvtError({
        code: 'DVT5105',
        message: `${this.#load.staging} got ${stored} rows of ${this.#rows}: the server dropped some.`,
      });
    }
    await this.#leave();
    return { rows: this.#rows, bytes: this.#bytes };
  }

  async abort(): Promise<void> {
    const { id } = this.#session;
    this.#session.destroy();
    try {
      const session = await openSession(this.#load.session, 'control');
      // The server may take a while to notice that the loading session is gone; it would hold the table.
      await session.run(`kill ${id}`).catch(() => {});
      await session.run('set session lock_wait_timeout = 30');
      await session.run(`drop table if exists ${this.#load.staging}`);
      await session.close();
    } catch {
      // The staging table of a run that ended is swept by the next one.
    }
  }

  async #send(piece: Buffer): Promise<void> {
    this.#bytes += piece.length;
    await this.#sender.send(piece);
  }
}
