import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { ResultChunk, ResultWriter } from '../../../spi/load.js';
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

/** Creates the staging table and writes a result into it; runs in the engine's thread. See spi/load.ts. */
export async function openWriter(data: unknown, columns: readonly ResultColumn[]): Promise<ResultWriter> {
  const load = data as LoadData;
  const session = await openSession(load.session, 'load');
  try {
    await session.run(createStatement(load));
  } catch (error) {
    session.destroy();
    throw error;
  }
  return new StagingWriter(session, load, columns);
}

class StagingWriter implements ResultWriter {
  readonly #session: Session;
  readonly #load: LoadData;
  readonly #sender: RowSender;
  readonly #encode: EncodeChunk;
  readonly #out = new TextBuffer(PIECE_BYTES * 2);
  #rows = 0;
  #bytes = 0;

  constructor(session: Session, load: LoadData, columns: readonly ResultColumn[]) {
    this.#session = session;
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
    await this.#session.close();
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
