import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';

interface ScheduleOptions {
  /** in topological order */
  readonly nodes: readonly ManifestNode[];
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  /** nodes at work at once */
  readonly threads: number;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  /** Runs one node; never rejects. `signal` is aborted when the run is to end. */
  readonly runNode: (node: ManifestNode, signal: AbortSignal) => Promise<NodeResult>;
  readonly onStart: (node: ManifestNode, index: number) => void;
  readonly onFinish: (result: NodeResult, index: number) => void;
}

/**
 * Runs nodes in the order of their dependencies, as many at once as `threads` allows. What depends on a failed node is
 * skipped, everything else goes on, unless `failFast`.
 */
export async function schedule(options: ScheduleOptions): Promise<NodeResult[]> {
  const results = new Map<string, NodeResult>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const waiting = new Set(options.nodes);
  const running = new Set<Promise<void>>();
  // Numbered in the order in which they start, as dbt does.
  const indexes = new Map<string, number>();
  const indexOf = (node: ManifestNode): number => {
    const index = indexes.get(node.id) ?? indexes.size + 1;
    indexes.set(node.id, index);
    return index;
  };
  const finish = (result: NodeResult): void => {
    results.set(result.node.id, result);
    options.onFinish(result, indexOf(result.node));
  };
  while (waiting.size > 0) {
    for (const node of waiting) {
      const blockers = [...(options.dependencies.get(node.id) ?? [])].map((id) => results.get(id));
      const failed = blockers.find((result) => result !== undefined && result.status !== 'success');
      if (failed !== undefined || signal.aborted) {
        waiting.delete(node);
        finish(skipped(node, failed ?? null));
      } else if (running.size < options.threads && blockers.every((result) => result !== undefined)) {
        waiting.delete(node);
        options.onStart(node, indexOf(node));
        const work = options.runNode(node, signal).then((result) => {
          running.delete(work);
          finish(result);
          if (options.failFast && result.status === 'error') stop.abort();
        });
        running.add(work);
      }
    }
    if (running.size > 0) await Promise.race(running);
  }
  await Promise.all(running);
  return options.nodes.map((node) => results.get(node.id)!);
}

function skipped(node: ManifestNode, because: NodeResult | null): NodeResult {
  return {
    node,
    status: because === null ? 'cancelled' : 'skipped',
    diagnostics: [],
    startedAt: null,
    completedAt: null,
    rows: null,
    bytesLoaded: null,
    extractions: [],
    compiledSql: null,
    timing: [],
    skippedBecause: because === null ? null : (because.skippedBecause ?? because.node.id),
  };
}
