import type { Failure } from '../core/failure.js';
import type { BatchChannel, BatchLayout } from '../spi/batch.js';
import type { ReadTask, SessionPlan } from '../spi/scan.js';
import type { Credits } from './credit-sink.js';

/** Main thread to reader thread. One at a time: the next one follows the report on it. */
export type ReaderOrder =
  | ReadOrder
  /** open this session and keep it */
  | { readonly type: 'open'; readonly session: SessionPlan }
  /** end the session that is kept */
  | { readonly type: 'close' };

export interface ReadOrder {
  readonly type: 'read';
  readonly task: Pick<ReadTask, 'module' | 'data' | 'session'>;
  readonly layout: BatchLayout;
  readonly channel: BatchChannel;
  readonly credits: Credits;
}

/** Reader thread to main thread. After anything but `ready` the thread is free for another order. */
export type ReaderReport =
  | { readonly type: 'ready'; readonly cancelKey: unknown }
  /** `session` is the key of the session that the thread keeps, null = none */
  | { readonly type: 'done'; readonly rows: number; readonly bytes: number; readonly session: string | null }
  | { readonly type: 'opened'; readonly info: unknown }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly failure: Failure; readonly session: string | null };
