import type { Permits } from '../core/permits.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import { ReadyNodes } from './ready-nodes.js';
import { skippedResult } from './skipped-result.js';

/** What depends on a node that ended so is not run. */
const BLOCKING: ReadonlySet<NodeResult['status']> = new Set(['error', 'fail', 'skipped', 'cancelled']);

interface ScheduleOptions {
  /** in topological order */
  readonly nodes: readonly ManifestNode[];
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  /** nodes at work at once, those aside that only extract */
  readonly threads: Permits;
  /** whether a node begins by extracting, which takes no thread: it asks for one itself when it comes to computing */
  readonly extracts: (node: ManifestNode) => boolean;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  /** Runs one node; never rejects. `signal` is aborted when the run is to end. */
  readonly runNode: (node: ManifestNode, signal: AbortSignal) => Promise<NodeResult>;
  readonly onStart: (node: ManifestNode, index: number) => void;
  readonly onFinish: (result: NodeResult, index: number) => void;
}

/** Why nodes are skipped that depend on nothing that failed; dbt's words, which programs look for. */
const FAIL_FAST = 'Skipping due to fail_fast';

/** Nodes that may extract ahead; what they stage is bounded apart from that. */
const LOOK_AHEAD = 32;

/**
 * Runs nodes in the order of their dependencies, as many at once as `threads` allows, and lets those that extract begin
 * before a thread is free. What depends on a failed node is skipped, everything else goes on, unless `failFast`.
 */
export async function schedule(options: ScheduleOptions): Promise<NodeResult[]> {
  const results = new Map<string, NodeResult>();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const waiting = new ReadyNodes(options.nodes, options.dependencies);
  const running = new Set<Promise<void>>();
  let ahead = 0;
  const start = (node: ManifestNode): Promise<NodeResult> => {
    if (!options.extracts(node)) return options.threads.hold(1, () => options.runNode(node, signal));
    ahead++;
    return options.runNode(node, signal).finally(() => ahead--);
  };
  const mayStart = (node: ManifestNode) => (options.extracts(node) ? ahead < LOOK_AHEAD : options.threads.free > 0);
  // Numbered in the order in which they start, as dbt does.
  const indexes = new Map<string, number>();
  const indexOf = (node: ManifestNode): number => {
    const index = indexes.get(node.id) ?? indexes.size + 1;
    indexes.set(node.id, index);
    return index;
  };
  const keep = (result: NodeResult): void => {
    results.set(result.node.id, result);
    options.onFinish(result, indexOf(result.node));
  };
  const finish = (result: NodeResult): void => {
    keep(result);
    if (!BLOCKING.has(result.status)) waiting.done(result.node.id);
    else
      for (const node of waiting.dropDependents(result.node.id))
        keep(skippedResult(node, result.skippedBecause ?? result.node.id));
  };
  // Not the user has cancelled, but another node's failure.
  const stopped = (result: NodeResult): NodeResult =>
    result.status === 'cancelled' && stop.signal.aborted && !options.signal.aborted
      ? { ...result, status: 'skipped', message: FAIL_FAST, diagnostics: [] }
      : result;
  while (waiting.size > 0) {
    if (signal.aborted) for (const node of waiting.drain()) keep(stopped(skippedResult(node, null)));
    for (let node = waiting.take(mayStart); node !== undefined; node = waiting.take(mayStart)) {
      options.onStart(node, indexOf(node));
      const work = start(node).then((result) => {
        running.delete(work);
        finish(stopped(result));
        if (options.failFast && (result.status === 'error' || result.status === 'fail')) stop.abort();
      });
      running.add(work);
    }
    if (running.size > 0) await Promise.race(running);
  }
  await Promise.all(running);
  return options.nodes.map((node) => results.get(node.id)!);
}
