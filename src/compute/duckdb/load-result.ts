import type duckdb from '@duckdb/node-bindings';
import { cancelledError } from '../../core/cancelled.js';
import type { KeptSessions, LoadPlan, OpenWriter, ResultWriter } from '../../spi/load.js';
import type { NativeConnection, PreparedStatement } from './native-connection.js';
import type { Operation } from './operations.js';
import { resultChunk, vectorWidths } from './result-chunk.js';
import { enclosed, withPrepared } from './result-query.js';

type WritePlan = Extract<LoadPlan, { kind: 'write' }>;

/** Rows loaded and bytes sent. */
export interface Loaded {
  readonly rows: number;
  readonly bytes: number;
}

/** Runs a statement that the engine writes by itself; DuckDB answers with the number of rows. */
export async function loadByEngine(connection: NativeConnection, statement: string): Promise<Loaded> {
  const [first] = await connection.rows(statement);
  return { rows: Number(first?.[0] ?? 0), bytes: 0 };
}

/** Runs a query and hands its result to the target's writer, chunk by chunk as DuckDB produces it. */
export function loadByWriter(
  connection: NativeConnection,
  sql: string,
  plan: WritePlan,
  operation: Operation,
  kept: KeptSessions,
): Promise<Loaded> {
  const text = plan.projection === null ? sql : enclosed(sql, plan.projection);
  return withPrepared(connection, text, (prepared) => writeResult(connection, prepared, plan, operation, kept));
}

async function writeResult(
  connection: NativeConnection,
  prepared: PreparedStatement,
  plan: WritePlan,
  operation: Operation,
  kept: KeptSessions,
): Promise<Loaded> {
  const columns = prepared.columns();
  const widths = vectorWidths(columns);
  const fetch = await connection.stream(prepared);
  // Opened after the query has begun: an error of the SQL leaves nothing to undo at the target.
  const { openWriter } = (await import(plan.module)) as { openWriter: OpenWriter };
  operation.throwIfCancelled();
  const writer = await openWriter(plan.data, columns, kept);
  const untilCancelled = cancellable(operation);
  try {
    for (;;) {
      const chunk = await fetch();
      if (chunk === null) break;
      await untilCancelled(writeChunk(writer, chunk, widths));
    }
    operation.throwIfCancelled();
    return await untilCancelled(writer.finish());
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** Chunks that writers read; one whose wait was cancelled may still be at work. */
const held = new Set<duckdb.DataChunk>();

/** The chunk is held until the writer is done with its memory. */
async function writeChunk(writer: ResultWriter, chunk: duckdb.DataChunk, widths: readonly number[]): Promise<void> {
  held.add(chunk);
  try {
    await writer.write(resultChunk(chunk, widths));
  } finally {
    held.delete(chunk);
  }
}

/** Waits for one promise at a time; a cancel ends the wait for a target that does not answer. */
function cancellable(operation: Operation): <T>(work: Promise<T>) => Promise<T> {
  let stop: (() => void) | null = null;
  operation.onCancel(() => stop?.());
  return (work) =>
    new Promise((resolve, reject) => {
      stop = () => reject(cancelledError());
      work.then(resolve, reject);
    });
}
