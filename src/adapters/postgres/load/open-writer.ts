import { DvtError } from '../../../core/errors.js';
import type { ResultColumn } from '../../../spi/column-type.js';
import type { OpenWriter, ResultChunk, ResultWriter } from '../../../spi/load.js';
import { quoteIdentifier } from '../dialect/quoting.js';
import { cancelStatement } from '../session/cancel.js';
import { clientError, statementError } from '../session/errors.js';
import { cancelKeyOf, endSession, openSession, type Session, takeStream } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';
import { RawSession } from '../session/raw-session.js';
import { liftLimitsSql } from '../session/time-limits.js';
import { compileEncoder, type Encode } from './encoder.js';
import type { LoadColumn } from './load-form.js';
import { OutputBuffer } from './output-buffer.js';

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

/** Opens the transaction in which the staging table is created and filled. */
export const openWriter: OpenWriter = async (data, columns) => {
  const task = data as WriteData;
  const session = await openSession(task.session, () => {});
  try {
    // The engine may compute for long, before its first row and between others.
    await session.client.query(`begin; ${liftLimitsSql(task.session)}`);
    const list = task.columns.map(({ name, columnType }) => `${quoteIdentifier(name)} ${columnType}`);
    await session.client.query(`create table ${task.staging} (${list.join(', ')})`);
    return new CopyWriter(task, columns, session);
  } catch (error) {
    await endSession(session.client);
    throw statementError(error, task.session, `creating ${task.staging}`);
  }
};

class CopyWriter implements ResultWriter {
  readonly #raw: RawSession;
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
    private readonly session: Session,
  ) {
    this.#raw = new RawSession(takeStream(session.client));
    const encoded = task.columns.map(({ form }, index) => ({ type: columns[index]!.type, form }));
    this.#encode = compileEncoder(encoded, (column, reason) => {
      throw refused(task, task.columns[column]?.name ?? null, `${reason} in row ${this.#rows + 1} or after`, null);
    });
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
      const tag = await this.#raw.copyDone();
      if (tag !== `COPY ${this.#rows}`) throw new Error(`the server received ${tag}, not ${this.#rows} rows`);
      for (const { name, convertTo } of this.task.columns) {
        if (convertTo !== null) await this.#raw.query(convertSql(this.task.staging, name, convertTo));
      }
      await this.#raw.query('commit');
      await endSession(this.session.client);
      return { rows: this.#rows, bytes: this.#bytes };
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async abort(): Promise<void> {
    await cancelStatement(this.task.session, cancelKeyOf(this.session));
    this.#raw.destroy();
    await endSession(this.session.client);
  }

  /** The COPY begins with the first rows: until then a statement's timeout of the profile does not run. */
  async #begin(): Promise<void> {
    if (this.#copying) return;
    this.#copying = true;
    const list = this.task.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    await this.#raw.copyIn(`copy ${this.task.staging} (${list}) from stdin (format binary, freeze)`);
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
