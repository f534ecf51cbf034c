import type { QueryResult } from 'pg';
import { DvtError } from '../../../core/errors.js';
import { relationChanged } from '../../../core/relation-changed.js';
import { snapshotLost } from '../../../core/snapshot-lost.js';
import type { Read } from '../../../spi/scan.js';
import { cancelled, clientError, statementError } from '../session/errors.js';
import { cancelKeyOf, lendStream } from '../session/open.js';
import type { SessionOptions } from '../session/options.js';
import { type ArrivingColumn, checkTypes } from './arriving-types.js';
import { REFUSED } from './cast.js';
import { copyOut, pushCounted } from './copy-out.js';
import { compileDecoder } from './decoder.js';
import type { PostgresReadSession } from './read-session.js';
import { changedSince } from './unchanged.js';

/** What a server says of a snapshot whose exporter is gone. */
const OBJECT_NOT_IN_STATE = '55000';

/** undefined_table, undefined_column, invalid_schema_name */
const UNDEFINED = new Set(['42P01', '42703', '3F000']);

/** What a source worker is told to read; structured-clonable. */
export interface ReadData {
  /** for messages */
  readonly session: Pick<SessionOptions, 'name'>;
  /** statements before the read, e.g. those that join a snapshot; the last one's answer has the columns that are read */
  readonly setup: string;
  readonly sql: string;
  /** a statement that fails if what `sql` reads is not what it was at the transaction's snapshot */
  readonly unchanged: string;
  /** false: it is read at a snapshot that others read, too */
  readonly ownState: boolean;
  /** null: `sql` counts the rows, and nothing else of them is wanted */
  readonly columns: readonly ArrivingColumn[] | null;
  /** the relation's name, for messages */
  readonly relation: string;
}

/** Runs one task of a scan in a worker thread, in one transaction. */
export const read: Read = async (data, sink, kept) => {
  const task = data as ReadData;
  const session = kept as PostgresReadSession;
  const { client } = session;
  try {
    sink.ready(cancelKeyOf(session.session));
    const answers: QueryResult | QueryResult[] = await client.query(task.setup);
    if (task.columns === null) {
      const { rows } = await client.query<{ count: string }>(task.sql);
      await client.query(`${task.unchanged}; commit`);
      pushCounted(sink, Number(rows[0]!.count));
      return { bytes: 0 };
    }
    await checkTypes(client, [answers].flat().at(-1)!, task.relation, task.columns);
    const decode = compileDecoder(task.columns, sink.layout, (column, reason) => refuse(task, column, reason));
    const { stream, giveBack } = lendStream(client);
    const result = await copyOut(stream, task, sink, decode);
    giveBack();
    return result;
  } catch (error) {
    session.spoil();
    if (sink.cancelled) throw cancelled(task.session, `reading ${task.relation}`);
    throw (
      lostSnapshot(error) ??
      changedSince(clientError(error).message, task.relation, task.ownState) ??
      gone(task, error) ??
      refusedByServer(task, error) ??
      statementError(error, task.session, `reading ${task.relation}`)
    );
  }
};

/** The transaction that exported the snapshot has ended, or the server is another one since. */
function lostSnapshot(error: unknown): DvtError | null {
  const { code, message } = clientError(error);
  const lost =
    /invalid snapshot identifier|snapshot "[^"]*" does not exist/.test(message) ||
    (code === OBJECT_NOT_IN_STATE && /snapshot/.test(message));
  return lost ? snapshotLost(message, error) : null;
}

/** What the plan names is not there: a table, a column. */
function gone({ relation }: ReadData, error: unknown): DvtError | null {
  const { code, message } = clientError(error);
  return UNDEFINED.has(code) ? relationChanged(relation, message, error) : null;
}

function refuse(task: ReadData, column: number, reason: string): never {
  const found = task.columns?.[column];
  if (!found) throw new TypeError(`${task.relation}: ${reason}`);
  const type = found.type.kind === 'decimal' ? `decimal(${found.type.precision},${found.type.scale})` : found.type.kind;
  throw new DvtError({
    code: 'DVT5103',
    message: `column ${found.name} of ${task.relation} (${found.nativeType}, fetched as ${type}) holds a value that does not fit: ${reason}`,
    hint: `Fetch the column as text: columns: - {name: ${found.name}, fetch_as: text}`,
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
      hint: 'Use fetch_as: text, and cast in the model.',
    },
    { cause: error },
  );
}
