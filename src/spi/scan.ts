import type { Batch, BatchLayout } from './batch.js';
import type { RelationColumn, RelationDescription } from './relation.js';

/** A request to read part of one relation. */
export interface ScanRequest {
  readonly relation: RelationDescription;
  /** columns to fetch, overrides applied, in this order; empty = only the number of rows matters (a row marker is read) */
  readonly columns: readonly ScanColumn[];
  /** SQL in the source's dialect, as its own `pushdown` rendered it; null = every row */
  readonly predicate: string | null;
  /** connections that this scan may use at once; with more than one, a large relation is read in more splits than these */
  readonly maxSplits: number;
}

export interface ScanColumn extends RelationColumn {
  /** true: `type` was asked for by the user and the source must cast to it, failing on a value that does not fit */
  readonly cast: boolean;
}

/** How a relation's rows reach the engine. */
export type ScanPlan =
  /**
   * statements that source workers run, as many at once as the connection's `max_connections` allows, in this order;
   * `release` ends what they share (an exported snapshot), after the last one
   */
  | { readonly kind: 'read'; readonly tasks: readonly ReadTask[]; release(): Promise<void> }
  /** the engine reads it itself: `from` is a table expression in the engine's dialect */
  | { readonly kind: 'engine'; readonly from: string };

/** One statement on one connection, run in a worker thread; when it fails it may be run again, alone. */
export interface ReadTask {
  /** what is sent to the source, for `dvt plan` and the log; never holds a secret */
  readonly sql: string;
  /** file URL of the module whose `read` runs the task */
  readonly module: string;
  /** structured-clonable argument of `read` (connection options, statement, column types) */
  readonly data: unknown;
  /** the session that the statement runs in; without one, `read` opens what it needs */
  readonly session?: SessionPlan;
}

/** A session of a source that a reader's thread keeps from one task to the next. */
export interface SessionPlan {
  /** sessions of one key can stand in for each other */
  readonly key: string;
  /** file URL of the module whose `openSession` opens it */
  readonly module: string;
  /** structured-clonable argument of `openSession` */
  readonly data: unknown;
  /**
   * true: it stands at a state of the source that a new session would not see. Only sessions that `ReaderSessions.open`
   * opened serve its tasks; when all of them are lost, so is the state.
   */
  readonly pinned: boolean;
}

/** What a reader's module exports as `openSession`. Runs in a worker thread. */
export type OpenReadSession = (data: unknown) => Promise<ReadSession>;

export interface ReadSession {
  /** what the thread that asked for the session is told of it, structured-clonable */
  readonly info?: unknown;
  /** false: it is lost, or in a state in which it can serve no further task */
  readonly usable: boolean;
  /** Never throws. */
  close(): Promise<void>;
}

/** Sessions in readers' threads that an adapter keeps at one state of its source. */
export interface ReaderSessions {
  /** Opens `count` sessions at once; resolves with what each told, rejects when one could not be opened (none is left). */
  open(plan: SessionPlan, count: number): Promise<readonly unknown[]>;
  /** How many sessions of a key are left. */
  count(key: string): number;
  /** Ends all sessions of a key that are not at work, the others when they are done. Never throws. */
  close(key: string): Promise<void>;
}

/** What a reader's module exports as `read`. Runs in a worker thread; resolves when the last batch was pushed. */
export type Read = (data: unknown, sink: BatchSink, session: ReadSession | null) => Promise<ReadResult>;

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
