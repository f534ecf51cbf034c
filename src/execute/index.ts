import { Permits } from '../core/permits.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import type { MicrobatchOptions } from './microbatch/planned-batches.js';
import { runOperations } from './nodes/operations.js';
import { isUnitTest } from './nodes/unit-test-node.js';
import { PlanWarnings } from './plan-warnings.js';
import { PreparedNodes } from './prepared-nodes.js';
import type { RunContext } from './run-context.js';
import { runNode } from './run-node.js';
import { dependenciesWithin } from './run-order.js';
import { schedule } from './scheduler.js';
import { SharedStaging } from './shared-staging.js';
import { skippedResult } from './skipped-result.js';

export { ConnectionPool } from './connection-pool.js';
export { plansTogether } from './early-nodes.js';
export { scanRequest } from './extraction.js';
export { withNamespace } from './federated.js';
export { type LinkSlowness, linkSlowness, noticeable } from './link-slowness.js';
export type { MicrobatchOptions } from './microbatch/planned-batches.js';
export { runOperations } from './nodes/operations.js';
export { unitTestNode } from './nodes/unit-test-node.js';
export { RelationCatalog } from './relation-catalog.js';
export type { ExtractRelation, ExtractRequest, RunContext } from './run-context.js';
export { openRunDirectory, type RunDirectory } from './run-directory.js';
export { RunSnapshots } from './run-snapshots.js';
export { Stopwatch } from './stopwatch.js';

/** How a run is carried out. */
export interface RunOptions {
  /** selected nodes in topological order, without ephemeral ones */
  readonly nodes: readonly ManifestNode[];
  readonly threads: number;
  readonly failFast: boolean;
  /** a test that would warn fails */
  readonly warningTestsFail: boolean;
  /** what comes after a tested node waits for its tests, as `build` does */
  readonly testsGate: boolean;
  readonly microbatch: MicrobatchOptions;
  /** false, dbt's `skip_nodes_if_on_run_start_fails`: nodes run although a hook before the run failed */
  readonly hooksGate: boolean;
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
  context.snapshots.begin(nodes, manifest);
  await prepareSchemas(context, nodes);
  const hooks = await runOperations('on-run-start', context, [], options.signal);
  const failed = options.hooksGate ? hooks.find(({ status }) => status !== 'success') : undefined;
  const results =
    failed === undefined || options.signal.aborted ? await runAll(context, options) : skipAll(context, options, failed);
  // The results of hooks before the run are not told to those after it, as under dbt.
  const after = await runOperations('on-run-end', context, results, options.signal);
  const all = [...hooks, ...results, ...after];
  emit({ type: 'run finished', results: all, milliseconds: performance.now() - started });
  return all;
}

async function runAll(context: RunContext, options: RunOptions): Promise<NodeResult[]> {
  const { nodes, threads } = options;
  const { manifest, emit } = context;
  const dependencies = dependenciesWithin(nodes, manifest, options.testsGate);
  const prepared = new PreparedNodes(nodes, dependencies, context);
  const turns = new Permits(threads);
  const shared = new SharedStaging(prepared.shared, turns, options.signal);
  const running = {
    ...context,
    prepared,
    warnings: new PlanWarnings(prepared.plans, context.emit),
    shared,
    microbatch: options.microbatch,
    warningTestsFail: options.warningTestsFail,
  };
  return schedule({
    nodes,
    dependencies,
    threads: turns,
    extracts: (node) => node.kind !== 'seed' && !isUnitTest(node) && node.route.kind === 'federated',
    failFast: options.failFast,
    signal: options.signal,
    runNode: async (node, signal) => {
      const result = await runNode(node, running, signal);
      await shared.leave(node.id, context);
      await context.snapshots.leave(node.id);
      return result;
    },
    onStart: (node, index) => emit({ type: 'node started', node, index, total: nodes.length }),
    onFinish: (result, index) => {
      // One that was skipped will not come for what it was to share.
      if (result.startedAt === null) void shared.leave(result.node.id, context);
      emit({ type: 'node finished', result, index, total: nodes.length });
    },
  });
}

/** A hook before the run failed: what it was to prepare is not there. */
function skipAll({ emit }: RunContext, { nodes }: RunOptions, { node: hook }: NodeResult): NodeResult[] {
  return nodes.map((node, at) => {
    const result = skippedResult(node, hook.id);
    emit({ type: 'node finished', result, index: at + 1, total: nodes.length });
    return result;
  });
}

/** Hooks before the run find the schemas that it will publish in, as under dbt. */
async function prepareSchemas({ manifest, connections }: RunContext, nodes: readonly ManifestNode[]): Promise<void> {
  if (![...manifest.nodes.values()].some((node) => node.kind === 'operation')) return;
  await Promise.all(
    nodes.map(({ connection, relation }) => (relation === null ? null : connections.target(connection, relation))),
  );
}
