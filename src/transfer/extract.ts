import pRetry from 'p-retry';
import { batchLayout } from '../core/batch/layout.js';
import { cancelledError, isCancelled } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import type { ResultColumn } from '../spi/column-type.js';
import type { Engine, StageResult } from '../spi/engine.js';
import type { ScanPlan } from '../spi/scan.js';
import { RunningScan, type ScanResources } from './running-scan.js';

const RETRIES = 2;
const FIRST_WAIT_MILLISECONDS = 500;

/** One relation to be fetched into one staging table. */
export interface ExtractRequest {
  readonly engine: Engine;
  /** name of the staging table, unique in the run; also the id by which the engine cancels */
  readonly table: string;
  /** what the readers deliver and the table gets, in this order */
  readonly columns: readonly ResultColumn[];
  /**
   * Plans the scan; called again for each retry, since a snapshot may have died with its connection. The plan is released
   * when its readers have ended.
   */
  plan(): Promise<Extract<ScanPlan, { kind: 'read' }>>;
  /** `Connection.cancel` of the source */
  cancelOnServer(cancelKey: unknown): Promise<void>;
  /** aborting it cancels the readers on their servers and rolls the staging back */
  readonly signal?: AbortSignal;
  /** rows staged so far; starts again at 0 with a retry */
  onProgress?(progress: { readonly rows: number }): void;
  /** a fault that may pass by itself ended an attempt; another one follows */
  onRetry?(error: DvtError): void;
}

/** Fetches a relation; when this rejects, the staging table does not exist and no reader is left. */
export async function extract(request: ExtractRequest, resources: ScanResources): Promise<StageResult> {
  const { signal } = request;
  if (signal?.aborted) throw cancelledError();
  try {
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
  return error instanceof DvtError && !error.terminal;
}

async function attempt(request: ExtractRequest, resources: ScanResources): Promise<StageResult> {
  const { engine, table, columns, signal } = request;
  const plan = await request.plan();
  try {
    const layout = batchLayout(columns.map((column) => column.type));
    const scans = plan.tasks.map((task) => new RunningScan(task, layout, resources, request.cancelOnServer));
    const failures = new FirstFailure(scans);
    const cancel = () => {
      for (const scan of scans) void scan.cancel();
      void engine.cancel(table).catch(() => {});
    };
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      const channels = scans.map((scan) => scan.channel);
      const { onProgress } = request;
      return await engine.stage({
        table,
        columns,
        layout,
        channels,
        ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress.call(request, progress) }),
      });
    } catch (error) {
      // A thread's own end says more than the channel that broke with it, and may be noticed a moment later.
      await Promise.all(scans.map((scan) => scan.cancel()));
      throw failures.first ?? error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  } finally {
    await plan.release();
  }
}

/** The first failure among readers that is not the consequence of a cancel. */
class FirstFailure {
  first: Error | null = null;

  constructor(scans: readonly RunningScan[]) {
    for (const scan of scans) {
      scan.done.catch((error: Error) => {
        if (!isCancelled(error)) this.first ??= error;
      });
    }
  }
}
