import type { CompiledNode } from '../spi/compiled.js';
import type { ManifestNode } from '../spi/node.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import type { RunContext } from './run-context.js';
import { Stopwatch } from './stopwatch.js';

/** A node that is compiled and planned. `plan` rejects where the query or its sources have a mistake. */
export interface PreparedNode {
  readonly compiled: CompiledNode;
  readonly plan: Promise<NodePlan | Deferred>;
  readonly stopwatch: Stopwatch;
}

/** Compiles a node and begins to plan it. Rejects where the template has a mistake. */
export async function prepareNode(
  node: ManifestNode,
  context: Pick<RunContext, 'compile' | 'plan'>,
): Promise<PreparedNode> {
  const stopwatch = new Stopwatch();
  const compiled = await stopwatch.time('compile', () => context.compile(node));
  const plan = stopwatch.time('plan', () => context.plan(compiled));
  // Whoever runs the node hears of it.
  plan.catch(() => undefined);
  return { compiled, plan, stopwatch };
}
