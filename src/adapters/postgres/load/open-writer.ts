import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { OpenWriter, ResultChunk, ResultWriter } from '../../../spi/load.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import { cancelStatement } from '../session/cancel.js';
import { clientError, isConnectionLoss, statementError } from '../session/errors.js';
import type { SessionOptions } from '../session/options.js';
import type { RawSession } from '../session/raw-session.js';
import { liftLimitsSql } from '../session/time-limits.js';
import { compileEncoder, type Encode } from './encoder.js';
import type { LoadColumn } from './load-form.js';
import { OutputBuffer } from './output-buffer.js';
import { WriteSession } from './write-session.js';

/** What the writer is told; structured-clonable. */
export interface WriteData {
  readonly session: SessionOptions;
  /** the staging relation as SQL spells it */
  readonly staging: string;
  readonly columns: readonly LoadColumn[];
}

/** `PGCOPY\n\xff\r\n\0`, no flags, no extension (PostgreSQL manual, COPY, Binary Format). */
const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_TRAILER = Buffer.from([0xff, 0xff]);
/** CopyData's kind and length. */
const MESSAGE_HEADER_BYTES = 5;
const PIECE_BYTES = 1 << 20;

/** Logs in, or goes on in a session that an earlier writer left; nothing is begun before the first rows. */
export const openWriter: OpenWriter = async (data, columns, kept) => {
  const task = data as WriteData;
  const key = JSON.stringify(task.session);
  const left = (kept?.take(key) ?? null) as WriteSession | null;
  return new CopyWriter(task, columns, left ?? (await WriteSession.open(task.session)), {
    isKept: left !== null,
    leave: async (session) => (kept === undefined ? session.close() : kept.leave(key, session)),
  });
};

class CopyWriter implements ResultWriter {
  readonly #encode: Encode;
  /** two, so that one is filled while the other is on its way */
  #free = [new OutputBuffer(), new OutputBuffer()];
  #sending: Promise<void> = Promise.resolve();
  #copying = false;
  #rows = 0;
  #bytes = 0;

  constructor(
    private readonly task: WriteData,
    columns: readonly ResultColumn[],
    private session: WriteSession,
    private readonly keeping: { readonly isKept: boolean; leave(session: WriteSession): Promise<void> },
  ) {
    const encoded = task.columns.map(({ form }, index) => ({ type: columns[index]!.type, form }));
    this.#encode = compileEncoder(encoded, (column, reason) => {
      throw refused(task, task.columns[column]?.name ?? null, `${reason} in row ${this.#rows + 1} or after`, null);
    });
  }

  get #raw(): RawSession {
    return this.session.raw;
  }

  async write(chunk: ResultChunk): Promise<void> {
    try {
      await this.#begin();
      const at = { row: 0, end: 0 };
      while (at.row < chunk.rows) await this.#send(chunk, at);
      this.#rows += chunk.rows;
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async finish(): Promise<{ readonly rows: number; readonly bytes: number }> {
    try {
      await this.#begin();
      await this.#sending;
      await this.#raw.write(copyData(COPY_TRAILER));
      const tag = await this.#raw.copyDone(endingSql(this.task));
      if (tag !== `COPY ${this.#rows}`) throw new Error(`the server received ${tag}, not ${this.#rows} rows`);
      await this.keeping.leave(this.session);
      return { rows: this.#rows, bytes: this.#bytes };
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async abort(): Promise<void> {
    if (!this.#copying) return this.keeping.leave(this.session);
    await cancelStatement(this.task.session, this.session.cancelKey);
    this.#raw.destroy();
    await this.session.close();
  }

  /** All begins with the first rows: until then no transaction is open, and no timeout of the profile runs. */
  async #begin(): Promise<void> {
    if (this.#copying) return;
    this.#copying = true;
    const sql = beginningSql(this.task);
    await this.#raw.copyIn(sql).catch(async (error: unknown) => {
      if (!this.keeping.isKept || !isConnectionLoss(error)) throw error;
      // It was lost while it idled, and nothing with it.
      void this.session.close();
      this.session = await WriteSession.open(this.task.session);
      await this.#raw.copyIn(sql);
    });
    await this.#raw.write(copyData(COPY_HEADER));
  }

  async #send(chunk: ResultChunk, at: { row: number; end: number }): Promise<void> {
    const output = this.#free.pop()!;
    at.end = MESSAGE_HEADER_BYTES;
    this.#encode(chunk, at, output, PIECE_BYTES);
    output.view.setUint8(0, 0x64);
    output.view.setInt32(1, at.end - 1);
    this.#bytes += at.end;
    // While this piece is sent, the next is encoded; the one before it must be gone.
    await this.#sending;
    this.#sending = this.#raw.write(output.bytes.subarray(0, at.end)).then(() => void this.#free.push(output));
    this.#sending.catch(() => {});
  }

  #explain(error: unknown): DvtError {
    if (error instanceof DvtError) return error;
    const cause = this.#raw.failure ?? error;
    const { code, message } = clientError(cause);
    const place = /^COPY .*?, line (\d+), column (.*?)(: "|$)/m.exec((cause as { where?: string }).where ?? '');
    // Class 22: data exceptions.
    if (place && code.startsWith('22')) return refused(this.task, place[2]!, `${message}, in row ${place[1]}`, cause);
    return statementError(cause, this.task.session, `loading ${this.task.staging}`);
  }
}

function copyData(body: Uint8Array): Buffer {
  const message = Buffer.alloc(MESSAGE_HEADER_BYTES + body.length);
  message[0] = 0x64;
  message.writeInt32BE(4 + body.length, 1);
  message.set(body, MESSAGE_HEADER_BYTES);
  return message;
}

/**
 * Opens the transaction in which the staging table is created and filled. The engine may compute for long between its rows.
 * The commit need not wait for the disk: that of the publish comes after it in the log.
 */
function beginningSql({ session, staging, columns }: WriteData): string {
  const list = columns.map(({ name, columnType }) => `${quoteIdentifier(name)} ${columnType}`);
  const names = columns.map(({ name }) => quoteIdentifier(name));
  return [
    `begin; ${liftLimitsSql(session)}`,
    'set local synchronous_commit = off',
    `create table ${staging} (${list.join(', ')})`,
    `copy ${staging} (${names.join(', ')}) from stdin (format binary, freeze)`,
  ].join('; ');
}

/** Where the COPY has failed, or a conversion does, the COMMIT rolls back. */
function endingSql({ staging, columns }: WriteData): string {
  const conversions = columns.flatMap(({ name, convertTo }) =>
    convertTo === null ? [] : [convertSql(staging, name, convertTo)],
  );
  return [...conversions, 'commit'].join('; ');
}

function convertSql(staging: string, name: string, type: string): string {
  const column = quoteIdentifier(name);
  return `alter table ${staging} alter column ${column} type ${type} using ${column}::${type}`;
}

function refused(task: WriteData, column: string | null, reason: string, cause: unknown): DvtError {
  const nul = /0x00/.test(reason);
  return new DvtError(
    {
      code: 'DVT5103',
      message: `Connection ${task.session.name}: column ${column ?? '?'} of the result holds a value that PostgreSQL cannot: ${nul ? 'the NUL character. ' : ''}${reason}`,
      hint: nul
        ? `remove it in the model: replace(${column ?? 'x'}, chr(0), '')`
        : 'cast or filter the value in the model, or give the column another data_type',
    },
    cause === null ? {} : { cause },
  );
}
