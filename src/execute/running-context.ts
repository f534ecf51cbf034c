import type { MicrobatchOptions } from './microbatch/planned-batches.js';
import type { PlanWarnings } from './plan-warnings.js';
import type { PreparedNodes } from './prepared-nodes.js';
import type { RunContext } from './run-context.js';
import type { SharedStaging } from './shared-staging.js';

/** A run under way. */
export interface RunningContext extends RunContext {
  readonly prepared: PreparedNodes;
  readonly shared: SharedStaging;
  readonly warnings: PlanWarnings;
  readonly microbatch: MicrobatchOptions;
}
