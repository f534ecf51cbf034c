import { DvtError } from '../../../core/errors.js';
import type { Read } from '../../../spi/scan.js';
import { cancelled, clientError, statementError } from '../session/errors.js';
import { cancelKeyOf, endSession, openSession, takeStream } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';
import { REFUSED } from './cast.js';
import { copyOut, pushCounted } from './copy-out.js';
import { compileDecoder } from './decoder.js';
import type { DecodedColumn } from './value-code.js';

/** What a source worker is told to read; structured-clonable. */
export interface ReadData {
  readonly session: SessionOptions;
  /** statements before the read, e.g. those that join a snapshot */
  readonly setup: string;
  readonly sql: string;
  /** null: `sql` counts the rows, and nothing else of them is wanted */
  readonly columns: readonly (DecodedColumn & { readonly name: string; readonly nativeType: string })[] | null;
  /** the relation's name, for messages */
  readonly relation: string;
}

/** Runs one task of a scan in a worker thread. */
export const read: Read = async (data, sink) => {
  const task = data as ReadData;
  const { client, tls } = await openSession(task.session, () => {});
  try {
    sink.ready(cancelKeyOf({ client, tls }));
    await client.query(task.setup);
    if (task.columns === null) {
      const { rows } = await client.query<{ count: string }>(task.sql);
      pushCounted(sink, Number(rows[0]!.count));
      return { bytes: 0 };
    }
    const decode = compileDecoder(task.columns, sink.layout, (column, reason) => refuse(task, column, reason));
    return await copyOut(takeStream(client), task.sql, sink, decode);
  } catch (error) {
    if (sink.cancelled) throw cancelled(task.session, `reading ${task.relation}`);
    throw refusedByServer(task, error) ?? statementError(error, task.session, `reading ${task.relation}`);
  } finally {
    await endSession(client);
  }
};

function refuse(task: ReadData, column: number, reason: string): never {
  const found = task.columns?.[column];
  if (!found) throw new TypeError(`${task.relation}: ${reason}`);
  const type = found.type.kind === 'decimal' ? `decimal(${found.type.precision},${found.type.scale})` : found.type.kind;
  throw new DvtError({
    code: 'DVT5103',
    message: `column ${found.name} of ${task.relation} (${found.nativeType}, fetched as ${type}) holds a value that does not fit: ${reason}`,
    hint: `fetch the column as text: columns: - {name: ${found.name}, fetch_as: text}`,
  });
}

/** A checked cast (see cast.ts) makes the server complain about a text that begins with `REFUSED`. */
function refusedByServer(task: ReadData, error: unknown): DvtError | null {
  const { message } = clientError(error);
  const at = message.indexOf(REFUSED);
  if (at < 0) return null;
  return new DvtError(
    {
      code: 'DVT5103',
      message: `${task.relation}: column ${message.slice(at + REFUSED.length).replace(/"$/, '')}, which the type in fetch_as cannot hold`,
      hint: 'use fetch_as: text, and cast in the model',
    },
    { cause: error },
  );
}
