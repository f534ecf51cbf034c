import { cancelledError } from '../core/cancelled.js';
import type { NodePlan } from '../spi/plan.js';
import { type Extracted, extractScan } from './extraction.js';
import type { NodeWork } from './node-work.js';
import { withWholeRows } from './whole-rows.js';

let namespaces = 0;

/**
 * Does `use` over a namespace with every relation of a plan. Once in a while DuckDB computes a column over the fetched rows
 * that its plan over empty stubs did without: then the relation is fetched again with all of its columns, and `use` begins
 * anew, for which it must leave nothing behind when it fails.
 */
export async function withNamespace<T>(
  work: NodeWork,
  use: (namespace: string, extracted: readonly Extracted[]) => Promise<T>,
): Promise<T> {
  try {
    return await once(work, use);
  } catch (error) {
    const plan = withWholeRows(work.plan, error);
    if (plan === null || work.signal.aborted) throw error;
    const message = `${plan.node.id}: a column was needed after all, and is fetched`;
    work.context.emit({ type: 'debug', message, fields: {} });
    // Scans that stay as they are go on sharing what is staged; the new one is the node's own.
    return withNamespace({ ...work, plan }, use);
  }
}

/**
 * Extracts every relation of a plan, opens the namespace over them, and removes both after `use`. In a run, extracting holds
 * no thread: nodes extract ahead, and the one whose relations are there first is computed first.
 */
async function once<T>(
  work: NodeWork,
  use: (namespace: string, extracted: readonly Extracted[]) => Promise<T>,
): Promise<T> {
  const { context, plan, stopwatch, shared } = work;
  const namespace = `n${++namespaces}`;
  const engine = await context.engine();
  const stage = async (): Promise<T> => {
    const extracted = await stopwatch.time('extract', () => extractAll(work, plan, namespace));
    work.onFetched?.(extracted.map((one) => one.result).filter((result) => result !== null));
    const compute = async (): Promise<T> => {
      if (work.signal.aborted) throw cancelledError();
      await engine.openNamespace({ id: namespace, relations: extracted.map((one) => one.relation) });
      return use(namespace, extracted);
    };
    try {
      return await (shared === null ? compute() : shared.inTurn(compute));
    } finally {
      await engine.closeNamespace(namespace);
      await dropStaged(work, extracted);
    }
  };
  return shared === null ? stage() : shared.withRoom(work, stage);
}

/** All relations at once; when one fails the others are stopped, and what was staged is dropped. */
async function extractAll(work: NodeWork, plan: NodePlan, namespace: string): Promise<Extracted[]> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([work.signal, siblings.signal]);
  let firstFailure: unknown;
  const under: Promise<Extracted>[] = [];
  // Whom a scan waits for waits for nobody that waits for it: the plan has an order.
  const fetched = async (index: number) => {
    await Promise.resolve();
    return (await under[index]!).relation;
  };
  for (const [index, scan] of plan.scans.entries()) {
    const extracted = extractScan({ ...work, signal }, scan, `${namespace}_${index}`, fetched);
    under.push(
      extracted.catch((error: unknown) => {
        firstFailure ??= error;
        siblings.abort();
        throw error;
      }),
    );
  }
  const settled = await Promise.allSettled(under);
  const extracted = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  if (firstFailure === undefined) return extracted;
  await dropStaged(work, extracted);
  throw firstFailure;
}

async function dropStaged({ context }: NodeWork, extracted: readonly Extracted[]): Promise<void> {
  const engine = await context.engine();
  await Promise.all(extracted.map((one) => (one.staged === null ? null : engine.dropStaged(one.staged))));
}
