import { cancelledError } from '../../../core/cancelled.js';
import { DvtError } from '../../../core/errors.js';
import type { BatchSink, ReadResult } from '../../../spi/scan.js';
import { openSession } from '../session/open-session.js';
import type { Session } from '../session/session.js';
import { isExpected } from './column-definition.js';
import { compileDecoder, type FailValue } from './decoder.js';
import { lockTable } from './lock-table.js';
import { type CancelKey, marked, type ReadData } from './read-data.js';
import { ResultSet } from './result-set.js';
import { converse } from './result-stream.js';
import { SnapshotBarrier } from './snapshot-barrier.js';

const VALUE_SHOWN = 60;

/** Reads one statement's rows into batches; runs in a source worker. See spi/scan.ts. */
export async function read(data: unknown, sink: BatchSink): Promise<ReadResult> {
  const task = data as ReadData;
  const session = await openSession(task.session, 'read');
  try {
    await announce(session, task, sink);
    const sql = await openSnapshot(session, task, sink);
    if (sql === null) return { bytes: 0 };
    return { bytes: await converse(session, marked(sql, task.token), resultSet(task, sink)) };
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

/** Opens the session's snapshot; what it reads then, null where the scan's leader reads everything. */
async function openSnapshot(session: Session, task: ReadData, sink: BatchSink): Promise<string | null> {
  const open = async () => {
    await session.run('start transaction with consistent snapshot, read only');
  };
  const { split } = task;
  if (split === null) {
    await open();
    return task.sql;
  }
  const barrier = new SnapshotBarrier(split.barrier, split.count, sink);
  if (split.index > 0) return (await barrier.follow(open)) ? task.sql : null;
  return (await barrier.lead(() => lockTable(task.session, split.table), open)) ? task.sql : split.wholeSql;
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
