import pLimit from 'p-limit';
import type { ManifestNode } from '../spi/node.js';
import type { NodePlan } from '../spi/plan.js';
import { earlyNodes } from './early-nodes.js';
import { type PreparedNode, prepareNode } from './prepare-node.js';
import type { RunContext } from './run-context.js';
import { settleBlocks } from './settle-blocks.js';
import { SharedScans } from './shared-scans.js';

const PREPARED_AT_ONCE = 4;

/**
 * The federated nodes that can be planned before the run, because nothing that the run writes stands before them, and what
 * they share: a relation that several of them read is fetched once.
 */
export class PreparedNodes {
  readonly #prepared = new Map<string, Promise<PreparedNode>>();
  /** plans of this run that stand for others; see settleBlocks */
  readonly #settled: Promise<ReadonlyMap<NodePlan, NodePlan>>;
  /** resolves when all of them are planned */
  readonly shared: Promise<SharedScans>;
  /** those that could be planned */
  readonly plans: Promise<readonly NodePlan[]>;

  constructor(
    nodes: readonly ManifestNode[],
    dependencies: ReadonlyMap<string, ReadonlySet<string>>,
    context: RunContext,
  ) {
    const limit = pLimit(PREPARED_AT_ONCE);
    const early = earlyNodes(nodes, dependencies);
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
    const planned = this.#planned();
    this.plans = planned;
    // Where each model has a state of its own, nothing is shared.
    this.#settled = planned.then((plans) =>
      context.snapshots.mode === 'model' ? new Map() : settleBlocks(plans, nodes),
    );
    this.shared = this.#share(nodes, planned);
  }

  /** The node as it was prepared; null: it is prepared at its turn. */
  get(node: ManifestNode): Promise<PreparedNode> | null {
    const prepared = this.#prepared.get(node.id);
    return prepared === undefined ? null : prepared.then((one) => this.#withSettledPlan(one));
  }

  #withSettledPlan(one: PreparedNode): PreparedNode {
    const plan = one.plan.then(async (planned) =>
      'scans' in planned ? ((await this.#settled).get(planned) ?? planned) : planned,
    );
    // Whoever runs the node hears of it.
    plan.catch(() => undefined);
    return { ...one, plan };
  }

  /** Those of the nodes that could be planned. */
  async #planned(): Promise<readonly NodePlan[]> {
    const prepared = await Promise.allSettled(this.#prepared.values());
    const plans = await Promise.allSettled(
      prepared.filter((one) => one.status === 'fulfilled').map((one) => one.value.plan),
    );
    return plans
      .filter((one) => one.status === 'fulfilled')
      .map((one) => one.value)
      .filter((plan): plan is NodePlan => 'scans' in plan);
  }

  async #share(nodes: readonly ManifestNode[], planned: Promise<readonly NodePlan[]>): Promise<SharedScans> {
    const settled = await this.#settled;
    const plans = (await planned).map((plan) => settled.get(plan) ?? plan);
    return new SharedScans(plans, nodes);
  }
}
