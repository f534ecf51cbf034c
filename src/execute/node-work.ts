import type { NodePlan } from '../spi/plan.js';
import type { ExtractionResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';
import type { SharedStaging } from './shared-staging.js';
import type { Stopwatch } from './stopwatch.js';

/** One node at work. */
export interface NodeWork {
  readonly context: RunContext;
  /** what nodes of the run share; null outside of a run */
  readonly shared: SharedStaging | null;
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
