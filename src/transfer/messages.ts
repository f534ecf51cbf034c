import type { Failure } from '../core/failure.js';
import type { BatchChannel, BatchLayout } from '../spi/batch.js';
import type { ReadTask } from '../spi/scan.js';
import type { Credits } from './credit-sink.js';

/** Main thread to reader thread: read this. One at a time. */
export interface ReadOrder {
  readonly task: Pick<ReadTask, 'module' | 'data'>;
  readonly layout: BatchLayout;
  readonly channel: BatchChannel;
  readonly credits: Credits;
}

/** Reader thread to main thread. After `done` or `failed` the thread is free for another order. */
export type ReadReport =
  | { readonly type: 'ready'; readonly cancelKey: unknown }
  | { readonly type: 'done'; readonly rows: number; readonly bytes: number }
  | { readonly type: 'failed'; readonly failure: Failure };
