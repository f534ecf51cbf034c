import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import { relationChanged } from '../../../core/relation-changed.js';
import type { BatchSink, Read } from '../../../spi/scan.js';
import { cancelStatement } from '../session/cancel.js';
import { type ClientError, errorNumber } from '../session/server-error.js';
import type { Session } from '../session/session.js';
import { isExpected } from './column-definition.js';
import { compileDecoder, type FailValue } from './decoder.js';
import { type CancelKey, marked, type ReadData } from './read-data.js';
import type { MysqlReadSession } from './read-session.js';
import { ResultSet } from './result-set.js';
import { converse } from './result-stream.js';

const VALUE_SHOWN = 60;

/** Reads one statement's rows into batches; runs in a source worker. See spi/scan.ts. */
export const read: Read = async (data, sink, kept) => {
  const task = data as ReadData;
  const session = kept as MysqlReadSession;
  try {
    await announce(session.session, task, sink);
    await session.begin();
    const answer = resultSet(task, sink, session.session.connection);
    const bytes = await converse(session.session, marked(task.sql, task.token), answer, () => {
      // Who was cancelled is cancelled on the server too, by whoever asked for it.
      if (!sink.cancelled) void cancelStatement(session.options, { id: String(session.session.id), token: task.token });
    });
    await session.end();
    return { bytes };
  } catch (error) {
    if (session.usable) await session.end();
    throw session.pinned && errorNumber(error) === TABLE_CHANGED
      ? tableChanged(task, error)
      : (gone(task, error) ?? error);
  }
};

/** ER_TABLE_DEF_CHANGED: the table was altered or replaced after the snapshot was opened. */
const TABLE_CHANGED = 1412;

/** ER_BAD_DB_ERROR, ER_BAD_FIELD_ERROR, ER_NO_SUCH_TABLE: what the plan names is not there. */
const UNKNOWN: readonly (number | null)[] = [1049, 1054, 1146];

function gone({ relation }: ReadData, error: unknown): DvtError | null {
  if (!(error instanceof DvtError) || !UNKNOWN.includes(errorNumber(error))) return null;
  const { sqlMessage = error.message } = error.cause as ClientError;
  return relationChanged(relation, sqlMessage, error);
}

function tableChanged({ relation }: ReadData, cause: unknown): DvtError {
  return new DvtError(
    {
      code: 'DVT5113',
      message: `${relation} was altered or replaced after the run took its snapshot, which cannot show it any more.`,
      hint: 'Run again; with `snapshot: none` in the project file each relation is read as it is when its turn comes.',
    },
    { cause },
  );
}

/** The session's own answer, as a proxy between may number its connections differently. */
async function announce(session: Session, { token }: ReadData, sink: BatchSink): Promise<void> {
  const [[id] = []] = await session.texts('select connection_id()');
  if (sink.cancelled) throw cancelledError();
  const key: CancelKey = { id: id!, token };
  sink.ready(key);
}

function resultSet(task: ReadData, sink: BatchSink, connection: string): ResultSet {
  return new ResultSet(sink, connection, (wire) =>
    compileDecoder(
      sink.layout,
      task.columns.map(({ type, cast }, at) => ({
        checked: cast || !isExpected(wire[at]!, type.kind, type.kind === 'decimal' ? type.scale : 0),
        wire: wire[at]!.type,
      })),
      failValue(task),
    ),
  );
}

/** Names the column, the value and the way out. */
function failValue({ columns, relation }: ReadData): FailValue {
  return (column, reason, bytes) => {
    const { name, nativeType } = columns[column]!;
    const text = bytes.toString('utf8', 0, VALUE_SHOWN) + (bytes.length > VALUE_SHOWN ? '...' : '');
    throw new DvtError({
      code: 'DVT5110',
      message: `Column ${name} (${nativeType}) of ${relation} holds ${JSON.stringify(text)}: it ${reason.replace(/^text /, '')}.`,
      hint: `Fetch it as text: "columns: - {name: ${name}, fetch_as: text}" on the source; then cast it in the model.`,
    });
  };
}
