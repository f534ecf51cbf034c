import type { ExposedRelation } from '../spi/engine.js';
import type { Batch } from '../spi/node-macros.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { BatchResults, ExtractionResult, NodeResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';
import type { Stopwatch } from './stopwatch.js';

/** What the nodes of a run have in common: extractions that serve several of them, room for staging, and threads. */
export interface ScanSharing {
  /** What serves the scan, the figures with the first who comes; null: the scan shares with nobody. */
  join(work: NodeWork, scan: PlannedScan): Promise<SharedRelation | null>;
  /** Runs `stage` when there is room for what the node stages alone; the room is its own until `stage` ends. */
  withRoom<T>(work: NodeWork, stage: () => Promise<T>): Promise<T>;
  /** Runs `compute` on one of the run's threads. */
  inTurn<T>(compute: () => Promise<T>): Promise<T>;
}

/** A relation within the engine's reach: staged, or readable by the engine itself. */
export interface ExtractedRelation {
  readonly from: ExposedRelation['from'];
  readonly result: ExtractionResult | null;
}

/** A relation that serves several nodes. */
export interface SharedRelation extends ExtractedRelation {
  /** the source's predicate that its rows meet; null = it has every row */
  readonly predicate: string | null;
}

/** One node at work. */
export interface NodeWork {
  readonly context: RunContext;
  /** what nodes of the run share; null outside of a run */
  readonly shared: ScanSharing | null;
  readonly plan: NodePlan;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
  /** Told what was fetched as soon as it is, also of a node that fails later. */
  readonly onFetched?: (results: readonly ExtractionResult[]) => void;
  /** of a microbatch model: the part of it that this is */
  readonly batch?: Batch;
}

/** What computing and publishing a node came to. */
export interface Published {
  /** of a test, or of a microbatch model some of whose batches failed; absent: `success` */
  readonly status?: 'pass' | 'warn' | 'fail' | 'error' | 'cancelled';
  readonly diagnostics?: NodeResult['diagnostics'];
  readonly batches?: BatchResults;
  /** in dbt's words; see NodeResult */
  readonly message: NodeResult['message'];
  readonly failures?: number;
  readonly failedRows?: string;
  readonly rows: number | null;
  readonly bytesLoaded: number | null;
  readonly extractions: readonly ExtractionResult[];
}
