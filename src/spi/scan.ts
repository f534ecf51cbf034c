import type { Batch, BatchLayout } from './batch.js';
import type { RelationColumn, RelationDescription } from './relation.js';

/** A request to read part of one relation. */
export interface ScanRequest {
  readonly relation: RelationDescription;
  /** columns to fetch, overrides applied, in this order; empty = only the number of rows matters (a row marker is read) */
  readonly columns: readonly ScanColumn[];
  /** SQL in the source's dialect, as its own `pushdown` rendered it; null = every row */
  readonly predicate: string | null;
  /** connections that this scan may use at once */
  readonly maxSplits: number;
}

export interface ScanColumn extends RelationColumn {
  /** true: `type` was asked for by the user and the source must cast to it, failing on a value that does not fit */
  readonly cast: boolean;
}

/** How a relation's rows reach the engine. */
export type ScanPlan =
  /** statements that source workers run; `release` ends what they share (an exported snapshot), after the last one */
  | { readonly kind: 'read'; readonly tasks: readonly ReadTask[]; release(): Promise<void> }
  /** the engine reads it itself: `from` is a table expression in the engine's dialect */
  | { readonly kind: 'engine'; readonly from: string };

/** One statement on one connection, run in a worker thread of its own. */
export interface ReadTask {
  /** what is sent to the source, for `dvt plan` and the log; never holds a secret */
  readonly sql: string;
  /** file URL of the module whose `read` runs the task */
  readonly module: string;
  /** structured-clonable argument of `read` (connection options, statement, column types) */
  readonly data: unknown;
}

/** What a reader's module exports as `read`. Runs in a worker thread; resolves when the last batch was pushed. */
export type Read = (data: unknown, sink: BatchSink) => Promise<ReadResult>;

export interface ReadResult {
  /** bytes received from the source's socket or file */
  readonly bytes: number;
}

/** Where a reader puts its rows. */
export interface BatchSink {
  readonly layout: BatchLayout;
  /** An empty batch. Blocks the worker thread while the engine holds all of the scan's credits; throws once cancelled. */
  take(): Batch;
  /** An empty batch with a heap of at least `heapBytes`, for a row too long for an ordinary one. */
  takeLarge(heapBytes: number): Batch;
  /** Hands a filled batch to the engine; it must not be touched afterwards. */
  push(batch: Batch): void;
  /** Announces how the statement can be cancelled on its server; passed to `Connection.cancel`. */
  ready(cancelKey: unknown): void;
  readonly cancelled: boolean;
}
