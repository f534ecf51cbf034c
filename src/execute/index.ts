import type { ModelNode } from '../spi/manifest.js';
import type { NodeResult } from '../spi/run-result.js';
import type { RunContext } from './run-context.js';
import { runNode } from './run-node.js';
import { dependenciesWithin } from './run-order.js';
import { schedule } from './scheduler.js';

export { ConnectionPool } from './connection-pool.js';
export { withNamespace } from './federated.js';
export { RelationCatalog } from './relation-catalog.js';
export type { ExtractRelation, ExtractRequest, RunContext } from './run-context.js';
export { openRunDirectory, type RunDirectory } from './run-directory.js';
export { Stopwatch } from './stopwatch.js';

/** How a run is carried out. */
export interface RunOptions {
  /** selected nodes in topological order, without ephemeral ones */
  readonly nodes: readonly ModelNode[];
  readonly threads: number;
  readonly failFast: boolean;
  /** name of the project's own target, for the console */
  readonly target: string;
  readonly signal: AbortSignal;
}

/** Runs nodes and reports by events. Throws before the first one where a target cannot be reached. */
export async function run(context: RunContext, options: RunOptions): Promise<NodeResult[]> {
  const { nodes, threads } = options;
  const started = performance.now();
  const { manifest, runId, emit } = context;
  emit({ type: 'run started', runId, nodes, sources: manifest.sources.size, threads, target: options.target });
  await context.connections.openAll(new Set(nodes.map((node) => node.connection)));
  const results = await schedule({
    nodes,
    dependencies: dependenciesWithin(nodes, manifest),
    threads,
    failFast: options.failFast,
    signal: options.signal,
    runNode: (node, signal) => runNode(node, context, signal),
    onStart: (node, index) => emit({ type: 'node started', node, index, total: nodes.length }),
    onFinish: (result, index) => emit({ type: 'node finished', result, index, total: nodes.length }),
  });
  emit({ type: 'run finished', results, milliseconds: performance.now() - started });
  return results;
}
