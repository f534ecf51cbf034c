import { setTimeout as sleep } from 'node:timers/promises';
import { cancelledError, isCancelled } from '../core/cancelled.js';
import { DvtError } from '../core/errors.js';
import { isNoRoom } from '../core/session-room.js';
import { isSnapshotLost } from '../core/snapshot-lost.js';
import type { BatchLayout } from '../spi/batch.js';
import type { Staging } from '../spi/engine.js';
import type { ReadTask } from '../spi/scan.js';
import type { ExtractRequest } from './extract.js';
import type { ReaderThread } from './reader-thread.js';
import type { Readers } from './readers.js';
import { RunningScan, type ScanCredits } from './running-scan.js';

/** Tries of one split. A server that restarts is back within the waits between them, eight seconds together. */
const ATTEMPTS = 5;
const FIRST_WAIT_MILLISECONDS = 500;

/** What the readers of a run share. */
export interface ScanResources extends ScanCredits {
  readonly readers: Readers;
}

/** What the splits of one extraction share. */
export interface SplitContext {
  readonly request: Pick<ExtractRequest, 'permits' | 'room' | 'cancelOnServer' | 'onRetry'>;
  readonly resources: ScanResources;
  readonly layout: BatchLayout;
  readonly staging: Staging;
  /** of the extraction: aborted too when another split has failed for good */
  readonly signal: AbortSignal;
}

/** Reads one split into the staging table; a fault that may pass is tried again, this split alone, with longer waits. */
export async function readSplit(task: ReadTask, context: SplitContext): Promise<void> {
  const { signal, request } = context;
  for (let attempt = 1; ; attempt++) {
    try {
      return await withReader(task, context, (thread) => readOnce(task, context, thread));
    } catch (error) {
      if (signal.aborted) throw isCancelled(error) ? error : cancelledError();
      if (!(error instanceof DvtError) || error.terminal || isSnapshotLost(error) || isNoRoom(error)) throw error;
      if (attempt === ATTEMPTS) throw new DvtError(error.diagnostics, { cause: error, terminal: true });
      request.onRetry?.(error);
      const wait = FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1) * (1 + Math.random() / 4);
      await sleep(wait, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw cancelledError();
    }
  }
}

/**
 * Waits for a permit of the source and for a thread. Threads of pinned sessions are few and come first: whoever waits for
 * one must not keep a permit from others.
 */
async function withReader<T>(
  task: ReadTask,
  { request: { permits, room }, resources: { readers }, signal }: SplitContext,
  work: (thread: ReaderThread) => Promise<T>,
): Promise<T> {
  const use = async () => {
    if (signal.aborted) throw cancelledError();
    const thread = await readers.take(task.session);
    try {
      if (signal.aborted) throw cancelledError();
      if (task.session?.pinned) return await permits.hold(1, () => work(thread));
      return await room.passing(() => work(thread), signal);
    } finally {
      if (room.narrow) await thread.closeUnlessPinned();
      readers.giveBack(thread);
    }
  };
  return task.session?.pinned ? use() : permits.hold(1, use);
}

async function readOnce(
  task: ReadTask,
  { request, resources, layout, staging, signal }: SplitContext,
  thread: ReaderThread,
): Promise<void> {
  if (signal.aborted) throw cancelledError();
  const scan = new RunningScan(thread, task, layout, resources, request.cancelOnServer);
  let failure: unknown = null;
  scan.done.catch((error: unknown) => {
    if (!isCancelled(error)) failure ??= error;
  });
  const cancel = () => void scan.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await staging.take(scan.channel);
    await scan.done;
  } catch (error) {
    // A thread's own end says more than the channel that broke with it, and may be noticed a moment later.
    await scan.cancel();
    throw failure ?? error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
