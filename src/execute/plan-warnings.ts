import type { Emit } from '../spi/event.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodePlan } from '../spi/plan.js';

const SHOWN_NODES = 3;

/** What the plans of a run warn of: a relation's column that is fetched as text concerns every node that reads it. */
export class PlanWarnings {
  readonly #plans: Promise<readonly NodePlan[]>;
  readonly #emit: Emit;
  readonly #told = new Set<string>();

  /** @param plans those that are known before the run, of which a warning says how many it concerns */
  constructor(plans: Promise<readonly NodePlan[]>, emit: Emit) {
    this.#plans = plans;
    this.#emit = emit;
  }

  /** Tells each warning once in a run. Throws it where warnings are errors, for every node. */
  async tell(node: ManifestNode, { warnings }: NodePlan): Promise<void> {
    if (warnings.length === 0) return;
    const plans = await this.#plans;
    for (const message of warnings) {
      const others = plans.filter((plan) => plan.warnings.includes(message) && plan.node.id !== node.id);
      const again = this.#told.has(message);
      this.#told.add(message);
      const diagnostic = {
        code: 'DVT3100',
        message,
        related: [{ message: readBy(node, others) }],
      };
      this.#emit({ type: 'warning', diagnostic, ...(again && { again }) });
    }
  }
}

function readBy(node: ManifestNode, others: readonly NodePlan[]): string {
  const names = others.slice(0, SHOWN_NODES - 1).map((plan) => plan.node.name);
  const more = others.length - names.length;
  return `read by ${[node.name, ...names].join(', ')}${more > 0 ? ` and ${more} more` : ''} (${node.path})`;
}
