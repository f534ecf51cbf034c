import { openBatch, sealBatch } from '#dvt/core/batch/batch.js';
import { batchLayout } from '#dvt/core/batch/layout.js';
import type { Batch, BatchLayout } from '#dvt/spi/batch.js';
import type { ColumnType } from '#dvt/spi/column-type.js';
import type { BatchSink, OpenReadSession, Read, ReadSession, ReadTask, ScanPlan } from '#dvt/spi/scan.js';
import { type BatchValue, decodeBatch } from './decode-batch.js';

/** What a reader delivered. */
export interface Collected {
  readonly rows: BatchValue[][];
  /** number of batches pushed */
  readonly batches: number;
  /** bytes received from the source, as the reader says */
  readonly bytes: number;
}

/** How a reader is run. */
export interface CollectOptions {
  /** called when the reader announces how its statement can be cancelled */
  readonly onReady?: (cancelKey: unknown) => void;
  /** called after each batch with the rows so far */
  readonly onBatch?: (rows: number) => void;
  /** once aborted, the reader's `take` throws, as it does in a worker */
  readonly signal?: AbortSignal;
}

/** Runs one task in this process with a sink of unbounded credit and decodes what it pushes. */
export async function collect(
  task: ReadTask,
  types: readonly ColumnType[],
  options: CollectOptions = {},
): Promise<Collected> {
  // A reader gets its data through a message to its worker: only what survives cloning counts.
  const data: unknown = structuredClone(task.data);
  const sink = new MemorySink(batchLayout(types), options);
  const { read } = (await import(task.module)) as { read: Read };
  const session = await sessionOf(task);
  try {
    const { bytes } = await read(data, sink, session);
    return { rows: sink.rows, batches: sink.batches, bytes };
  } finally {
    await session?.close();
  }
}

/** A session for one task alone. Those that several tasks share live in the threads of a transfer. */
async function sessionOf({ session }: ReadTask): Promise<ReadSession | null> {
  if (session === undefined) return null;
  if (session.pinned) throw new Error('only a transfer has pinned sessions');
  const { openSession } = (await import(session.module)) as { openSession: OpenReadSession };
  return openSession(structuredClone(session.data));
}

/** Runs all tasks of a plan at once, releases it, and returns their rows (in no order between tasks). */
export async function collectPlan(
  plan: ScanPlan,
  types: readonly ColumnType[],
  options: CollectOptions = {},
): Promise<Collected> {
  if (plan.kind !== 'read') throw new Error('the engine reads this relation itself');
  try {
    const parts = await Promise.all(plan.tasks.map((task) => collect(task, types, options)));
    return {
      rows: parts.flatMap((part) => part.rows),
      batches: parts.reduce((sum, part) => sum + part.batches, 0),
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    };
  } finally {
    await plan.release();
  }
}

class MemorySink implements BatchSink {
  readonly rows: BatchValue[][] = [];
  batches = 0;

  constructor(
    readonly layout: BatchLayout,
    readonly options: CollectOptions,
  ) {}

  get cancelled(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  take(): Batch {
    return this.#batch(this.layout.size);
  }

  takeLarge(heapBytes: number): Batch {
    return this.#batch(Math.max(this.layout.size, this.layout.heap + ((heapBytes + 31) & ~15)));
  }

  #batch(size: number): Batch {
    if (this.cancelled) throw new Error('cancelled');
    const buffer = new ArrayBuffer(size);
    // Buffers return from the engine with old values in them: a reader must not count on zeros.
    new Uint8Array(buffer).fill(0xa5);
    return openBatch(buffer, this.layout);
  }

  push(batch: Batch): void {
    const buffer = structuredClone(batch.buffer, { transfer: [sealBatch(batch, this.layout)] });
    this.batches++;
    for (const row of decodeBatch(buffer, this.layout)) this.rows.push(row);
    this.options.onBatch?.(this.rows.length);
  }

  ready(cancelKey: unknown): void {
    this.options.onReady?.(cancelKey);
  }
}
