import type { CompiledNode } from '../spi/compiled.js';
import type { ManifestNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import { wrapTest } from './nodes/wrap-test.js';
import type { RunContext } from './run-context.js';
import { Stopwatch } from './stopwatch.js';
import { withWatermarks } from './watermarks.js';

/** A node that is compiled and planned. `plan` rejects where the query or its sources have a mistake. */
export interface PreparedNode {
  readonly compiled: CompiledNode;
  readonly plan: Promise<NodePlan | Deferred>;
  readonly stopwatch: Stopwatch;
}

/** Compiles a node and begins to plan it. Rejects where the template has a mistake. */
export async function prepareNode(node: ManifestNode, context: RunContext, batch?: Batch): Promise<PreparedNode> {
  const stopwatch = new Stopwatch();
  const compiled = await stopwatch.time('compile', () => context.compile(node, batch));
  // A test is planned with what counts its rows around it: that needs fewer columns.
  const counts = node.kind === 'test' && node.relation === null;
  const plan = stopwatch.time('plan', async () =>
    context.plan(counts ? await wrapTest(compiled, context) : await withWatermarks(compiled, context)),
  );
  // Whoever runs the node hears of it.
  plan.catch(() => undefined);
  return { compiled, plan, stopwatch };
}
