import type { ExposedRelation } from '../spi/engine.js';
import type { NodePlan, PlannedScan } from '../spi/plan.js';
import type { ExtractionResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';
import type { Stopwatch } from './stopwatch.js';

/** Extractions that serve several nodes of a run. */
export interface ScanSharing {
  /** What serves the scan, the figures with the first who comes; null: the scan shares with nobody. */
  join(work: NodeWork, scan: PlannedScan): Promise<ExtractedRelation | null>;
}

/** A relation within the engine's reach: staged, or readable by the engine itself. */
export interface ExtractedRelation {
  readonly from: ExposedRelation['from'];
  readonly result: ExtractionResult | null;
}

/** One node at work. */
export interface NodeWork {
  readonly context: RunContext;
  /** what nodes of the run share; null outside of a run */
  readonly shared: ScanSharing | null;
  readonly plan: NodePlan;
  readonly stopwatch: Stopwatch;
  readonly signal: AbortSignal;
}

/** What computing and publishing a node came to. */
export interface Published {
  readonly rows: number | null;
  readonly bytesLoaded: number | null;
  readonly extractions: readonly ExtractionResult[];
}
