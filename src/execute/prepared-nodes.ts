import pLimit from 'p-limit';
import type { ManifestNode } from '../spi/node.js';
import type { NodePlan } from '../spi/plan.js';
import { isUnitTest } from './nodes/unit-test-node.js';
import { type PreparedNode, prepareNode } from './prepare-node.js';
import type { RunContext } from './run-context.js';
import { SharedScans } from './shared-scans.js';

const PREPARED_AT_ONCE = 4;

/**
 * The federated nodes that can be planned before the run, because nothing that the run writes stands before them, and what
 * they share: a relation that several of them read is fetched once.
 */
export class PreparedNodes {
  readonly #prepared = new Map<string, Promise<PreparedNode>>();
  /** resolves when all of them are planned */
  readonly shared: Promise<SharedScans>;

  constructor(
    nodes: readonly ManifestNode[],
    dependencies: ReadonlyMap<string, ReadonlySet<string>>,
    context: Pick<RunContext, 'compile' | 'plan' | 'macros'>,
  ) {
    const limit = pLimit(PREPARED_AT_ONCE);
    const early = nodes.filter(
      (node) =>
        node.route.kind === 'federated' &&
        node.kind !== 'seed' &&
        !isUnitTest(node) &&
        dependencies.get(node.id)?.size === 0,
    );
    // One alone has nobody to share with, and is planned at its turn.
    for (const node of early.length > 1 ? early : []) {
      const prepared = limit(async () => {
        const one = await prepareNode(node, context);
        await one.plan.catch(() => undefined);
        return one;
      });
      prepared.catch(() => undefined);
      this.#prepared.set(node.id, prepared);
    }
    this.shared = this.#share(nodes);
  }

  /** The node as it was prepared; null: it is prepared at its turn. */
  get(node: ManifestNode): Promise<PreparedNode> | null {
    return this.#prepared.get(node.id) ?? null;
  }

  async #share(nodes: readonly ManifestNode[]): Promise<SharedScans> {
    const prepared = await Promise.allSettled(this.#prepared.values());
    const plans = await Promise.allSettled(
      prepared.filter((one) => one.status === 'fulfilled').map((one) => one.value.plan),
    );
    const planned = plans
      .filter((one) => one.status === 'fulfilled')
      .map((one) => one.value)
      .filter((plan): plan is NodePlan => 'scans' in plan);
    return new SharedScans(planned, nodes);
  }
}
