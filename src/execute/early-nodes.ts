import { isMicrobatch } from '../core/batch-settings.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode } from '../spi/node.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import { isUnitTest } from './nodes/unit-test-node.js';
import { dependenciesWithin } from './run-order.js';
import { settleBlocks } from './settle-blocks.js';
import { SharedScans } from './shared-scans.js';

/** The federated nodes that can be planned before a run, because nothing that it writes stands before them. */
export function earlyNodes(
  nodes: readonly ManifestNode[],
  dependencies: ReadonlyMap<string, ReadonlySet<string>>,
): ManifestNode[] {
  return nodes.filter(
    (node) =>
      node.route.kind === 'federated' &&
      node.kind !== 'seed' &&
      !isUnitTest(node) &&
      !isMicrobatch(node) &&
      dependencies.get(node.id)?.size === 0,
  );
}

/** Plans of several nodes, and which of their scans one extraction serves. */
export interface PlansTogether {
  readonly plans: readonly (NodePlan | Deferred)[];
  readonly shared: SharedScans;
}

/** Plans as a run of these nodes would have them, for `dvt plan`. */
export function plansTogether(
  plans: readonly (NodePlan | Deferred)[],
  nodes: readonly ManifestNode[],
  manifest: Manifest,
): PlansTogether {
  const early = new Set(earlyNodes(nodes, dependenciesWithin(nodes, manifest, false)));
  const isEarly = (plan: NodePlan | Deferred): plan is NodePlan => 'scans' in plan && early.has(plan.node);
  const settled: ReadonlyMap<NodePlan | Deferred, NodePlan> = settleBlocks(plans.filter(isEarly), nodes);
  const all = plans.map((plan) => settled.get(plan) ?? plan);
  return { plans: all, shared: new SharedScans(all.filter(isEarly), nodes) };
}
