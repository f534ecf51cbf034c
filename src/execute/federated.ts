import { cancelledError } from '../core/cancelled.js';
import type { NodePlan } from '../spi/plan.js';
import { type Extracted, extractScan } from './extraction.js';
import type { NodeWork } from './node-work.js';

let namespaces = 0;

/**
 * Extracts every relation of a plan, opens the namespace over them, and removes both after `use`. In a run, extracting holds
 * no thread: nodes extract ahead, and the one whose relations are there first is computed first.
 */
export async function withNamespace<T>(
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
