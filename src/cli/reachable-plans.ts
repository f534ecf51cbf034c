import { type Diagnostic, DvtError } from '../core/errors.js';
import type { ManifestNode } from '../spi/node.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import { gather } from './gather.js';
import type { Runtime } from './runtime.js';

/** Plans of nodes as far as their connections answer. */
export interface ReachablePlans {
  readonly plans: readonly (NodePlan | Deferred)[];
  /** what the connections said that did not answer; a connection that several nodes need, once for each */
  readonly unreachable: readonly Diagnostic[];
}

/** Compiles and plans nodes. One whose connection fails is deferred; all other mistakes are thrown as one error. */
export async function reachablePlans(nodes: readonly ManifestNode[], runtime: Runtime): Promise<ReachablePlans> {
  const unreachable: Diagnostic[] = [];
  const planned = async (node: ManifestNode): Promise<NodePlan | Deferred> => {
    try {
      return await runtime.plan(await runtime.compile(node));
    } catch (error) {
      if (!(error instanceof DvtError) || !error.diagnostics.every(isOfConnection)) throw error;
      unreachable.push(...error.diagnostics);
      return { node, reason: `cannot be planned now: ${error.message}` };
    }
  };
  return { plans: await gather(nodes.map(planned)), unreachable };
}

/** Codes of connections begin with 4. */
function isOfConnection({ code }: Diagnostic): boolean {
  return code.startsWith('DVT4');
}
