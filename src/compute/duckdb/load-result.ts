import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { cancelledError } from '../../core/cancelled.js';
import type { LoadPlan, OpenWriter, ResultWriter } from '../../spi/load.js';
import type { Operation } from './operations.js';
import { resultChunk, vectorWidths } from './result-chunk.js';
import { columnsOf, enclosed } from './result-query.js';

type WritePlan = Extract<LoadPlan, { kind: 'write' }>;

/** Rows loaded and bytes sent. */
export interface Loaded {
  readonly rows: number;
  readonly bytes: number;
}

/** Runs a statement that the engine writes by itself; DuckDB answers with the number of rows. */
export async function loadByEngine(connection: DuckDBConnection, statement: string): Promise<Loaded> {
  const result = await connection.runAndReadAll(statement);
  const count = result.columnCount > 0 && result.currentRowCount > 0 ? result.value(0, 0) : result.rowsChanged;
  return { rows: Number(count), bytes: 0 };
}

/** Runs a query and hands its result to the target's writer, chunk by chunk as DuckDB produces it. */
export async function loadByWriter(
  connection: DuckDBConnection,
  sql: string,
  plan: WritePlan,
  operation: Operation,
): Promise<Loaded> {
  const prepared = await connection.prepare(plan.projection === null ? sql : enclosed(sql, plan.projection));
  const columns = columnsOf(prepared);
  const widths = vectorWidths(columns);
  const result = await prepared.stream();
  // Opened after the query has begun: an error of the SQL leaves nothing to undo at the target.
  const { openWriter } = (await import(plan.module)) as { openWriter: OpenWriter };
  operation.throwIfCancelled();
  const writer = await openWriter(plan.data, columns);
  const untilCancelled = cancellable(operation);
  try {
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      await untilCancelled(writeChunk(writer, chunk, widths));
    }
    operation.throwIfCancelled();
    return await untilCancelled(writer.finish());
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** The chunk is held until the writer is done with its memory, also when nobody waits for it any more. */
async function writeChunk(writer: ResultWriter, chunk: DuckDBDataChunk, widths: readonly number[]): Promise<void> {
  await writer.write(resultChunk(chunk, widths));
  void chunk.rowCount;
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
