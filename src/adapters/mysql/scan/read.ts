import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import type { BatchSink, ReadResult } from '../../../spi/scan.js';
import { openSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';
import { isExpected } from './column-definition.js';
import { compileDecoder, type FailValue } from './decoder.js';
import { type CancelKey, marked, type ReadData } from './read-data.js';
import { ResultSet } from './result-set.js';
import { converse } from './result-stream.js';

const VALUE_SHOWN = 60;

/** Reads one statement's rows into batches; runs in a source worker. See spi/scan.ts. */
export async function read(data: unknown, sink: BatchSink): Promise<ReadResult> {
  const task = data as ReadData;
  const session = await openSession(task.session, 'read');
  try {
    await announce(session, task, sink);
    await session.run('start transaction with consistent snapshot, read only');
    const bytes = await converse(session, marked(task.sql, task.token), resultSet(task, sink));
    return { bytes };
  } finally {
    session.destroy();
  }
}

/** The session's own answer, as a proxy between may number its connections differently. */
async function announce(session: Session, { token }: ReadData, sink: BatchSink): Promise<void> {
  const [[id] = []] = await session.texts('select connection_id()');
  if (sink.cancelled) throw cancelledError();
  const key: CancelKey = { id: id!, token };
  sink.ready(key);
}

function resultSet(task: ReadData, sink: BatchSink): ResultSet {
  return new ResultSet(sink, task.session.connection, (wire) =>
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
