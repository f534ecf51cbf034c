import pRetry from 'p-retry';
import { batchLayout } from '../core/batch/layout.js';
import { cancelledError } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import type { Permits } from '../core/permits.js';
import { isNoRoom, type SessionRoom } from '../core/session-room.js';
import type { ResultColumn } from '../spi/column-type.js';
import type { Engine, StageResult, Staging } from '../spi/engine.js';
import type { ReadTask, ScanPlan } from '../spi/scan.js';
import { readSplit, type ScanResources, type SplitContext } from './read-split.js';

const RETRIES = 2;
const FIRST_WAIT_MILLISECONDS = 500;

/** One relation to be fetched into one staging table. */
export interface ExtractRequest {
  readonly engine: Engine;
  /** name of the staging table, unique in the run; also the id by which the engine cancels */
  readonly table: string;
  /** what the readers deliver and the table gets, in this order */
  readonly columns: readonly ResultColumn[];
  /** of all rows, as they are estimated; absent or null = unknown */
  readonly expectedBytes?: number | null;
  /**
   * Plans the scan; called again where planning failed or its snapshot was lost. The plan is released when its readers
   * have ended.
   */
  plan(): Promise<Extract<ScanPlan, { kind: 'read' }>>;
  /** statements that may read the source at once, shared by all of its extractions */
  readonly permits: Permits;
  /** of the source's sessions */
  readonly room: SessionRoom;
  /** `Connection.cancel` of the source */
  cancelOnServer(cancelKey: unknown): Promise<void>;
  /** aborting it cancels the readers on their servers and rolls the staging back */
  readonly signal?: AbortSignal;
  /** rows staged so far; fewer again where a split is read once more */
  onProgress?(progress: { readonly rows: number }): void;
  /** a fault that may pass by itself ended an attempt; another one follows */
  onRetry?(error: DvtError): void;
}

/** Fetches a relation; when this rejects, the staging table does not exist and no reader is left. */
export async function extract(request: ExtractRequest, resources: ScanResources): Promise<StageResult> {
  const { signal } = request;
  if (signal?.aborted) throw cancelledError();
  try {
    // Splits try again by themselves: what fails here is the plan, or the state that it stood on.
    return await pRetry(() => attempt(request, resources), {
      retries: RETRIES,
      minTimeout: FIRST_WAIT_MILLISECONDS,
      randomize: true,
      shouldRetry: ({ error }) => isPassing(error) && signal?.aborted !== true,
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (error instanceof DvtError && isPassing(error) && retriesLeft > 0) request.onRetry?.(error);
      },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw signal?.aborted ? cancelledError() : error;
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof DvtError && !error.terminal && !isNoRoom(error);
}

async function attempt(request: ExtractRequest, resources: ScanResources): Promise<StageResult> {
  const { engine, table, columns, expectedBytes = null, onProgress } = request;
  const plan = await request.plan();
  try {
    const layout = batchLayout(columns.map((column) => column.type));
    const staging = await engine.openStaging({
      table,
      columns,
      layout,
      expectedBytes,
      ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress.call(request, progress) }),
    });
    try {
      await readSplits(plan.tasks, { request, resources, layout, staging }, request.signal ?? null);
      return await finish(staging, request);
    } catch (error) {
      await staging.abort();
      throw error;
    }
  } finally {
    await plan.release();
  }
}

async function finish(staging: Staging, { engine, table, signal }: ExtractRequest): Promise<StageResult> {
  const cancel = () => void engine.cancel(table).catch(() => {});
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted) throw cancelledError();
    return await staging.finish();
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/**
 * Reads all splits, as many at once as there are permits: whoever is done takes the next one. When one fails for good the
 * others are cancelled; settles when all have ended.
 */
async function readSplits(
  tasks: readonly ReadTask[],
  context: Omit<SplitContext, 'signal'>,
  outer: AbortSignal | null,
): Promise<void> {
  const failed = new AbortController();
  const signal = outer === null ? failed.signal : AbortSignal.any([outer, failed.signal]);
  const queue = tasks.values();
  let failure: { readonly error: unknown } | null = null;
  const lane = async (): Promise<void> => {
    try {
      for (const task of queue) await readSplit(task, { ...context, signal });
    } catch (error) {
      failure ??= { error };
      failed.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(tasks.length, context.request.permits.total) }, lane));
  const first = failure as { readonly error: unknown } | null;
  if (first !== null) throw first.error;
}
