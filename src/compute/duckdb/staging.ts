import type { StageRequest, StageResult } from '../../spi/engine.js';
import { BatchAppender } from './batch-appender.js';
import { stopReader, takeBatches } from './batch-intake.js';
import { type Database, ROW_MARKER, STAGING, stagingName } from './database.js';
import { duckDbError } from './duckdb-errors.js';
import type { NativeConnection } from './native-connection.js';
import type { Operation } from './operations.js';
import { quoted, sqlType } from './sql-type.js';

const PROGRESS_MILLISECONDS = 100;

/** Fills a new staging table in one transaction: when this rejects, the table does not exist. */
export async function stage(
  database: Database,
  request: Omit<StageRequest, 'onProgress'>,
  operation: Operation,
  onProgress: (rows: number) => void,
): Promise<StageResult> {
  // Readers must not wait for credit from someone who is gone.
  operation.onCancel(() => request.channels.forEach(stopReader));
  let connection: NativeConnection | null = null;
  try {
    const session = await database.connect();
    connection = session;
    return await operation.using(session, () => stageOn(session, request, operation, onProgress));
  } catch (error) {
    request.channels.forEach(stopReader);
    for (const { port } of request.channels) port.close();
    throw duckDbError(error, 'DVT5101');
  } finally {
    await connection?.close();
  }
}

async function stageOn(
  connection: NativeConnection,
  { table, columns, layout, channels }: Omit<StageRequest, 'onProgress'>,
  operation: Operation,
  onProgress: (rows: number) => void,
): Promise<StageResult> {
  const definitions = columns.map(({ name, type }) => `${quoted(name)} ${sqlType(type)}`);
  if (definitions.length === 0) definitions.push(`${quoted(ROW_MARKER)} UTINYINT`);
  await connection.run('begin');
  let appender: BatchAppender | null = null;
  try {
    await connection.run(`create table ${stagingName(table)} (${definitions.join(', ')})`);
    const batches = new BatchAppender(connection.appender(STAGING, table), layout);
    appender = batches;
    operation.throwIfCancelled();
    let rows = 0;
    let reported = performance.now();
    const take = (buffer: ArrayBuffer) => {
      const taken = batches.append(buffer);
      rows += taken;
      const now = performance.now();
      if (now - reported >= PROGRESS_MILLISECONDS) {
        reported = now;
        onProgress(rows);
      }
      return taken;
    };
    const bytes = await takeBatches(channels, take, (stop) => operation.onCancel(stop));
    batches.finish();
    appender = null;
    await connection.run('commit');
    onProgress(rows);
    return { rows, bytes };
  } catch (error) {
    appender?.discard();
    // A failed flush has already ended the transaction.
    await connection.run('rollback').catch(() => {});
    throw error;
  }
}
