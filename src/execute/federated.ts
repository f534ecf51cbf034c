import { stagingName } from '../core/staging-name.js';
import type { NodePlan } from '../spi/plan.js';
import { type Extracted, extractScan } from './extraction.js';
import type { NodeWork, Published } from './node-work.js';

let namespaces = 0;

/**
 * Computes a model in the engine: fetches what its plan names, runs the SQL over it, loads the result into staging on the
 * target, and swaps it in. Whatever fails, nothing is left behind.
 */
export async function runFederated(work: NodeWork): Promise<Published> {
  const { context, plan, stopwatch, signal } = work;
  const final = plan.node.relation!;
  const connection = await context.connections.get(plan.node.connection);
  const target = await context.connections.target(plan.node.connection, final);
  const staging = {
    ...final,
    identifier: stagingName(final.identifier, context.runId, connection.dialect.identifierBytes),
  };
  return withNamespace(work, async (namespace, extracted) => {
    const engine = await context.engine();
    const options = { columnTypes: plan.compiled.columnTypes };
    const load = await target.load(staging, plan.columns!, options);
    const cancel = (): void => void engine.cancel(namespace);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const request = { namespace, sql: plan.compiled.sql };
      const loaded = await stopwatch.time('compute', () => engine.load(request, load));
      const publish = { runId: context.runId, rows: loaded.rows, onDependents: plan.node.config.onDependents };
      await stopwatch.time('publish', () => target.publishTable(staging, final, publish));
      const extractions = extracted.map((one) => one.result).filter((result) => result !== null);
      return { rows: loaded.rows, bytesLoaded: loaded.bytes, extractions };
    } catch (error) {
      await target.drop(staging).catch(() => undefined);
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  });
}

/** Extracts every relation of a plan, opens the namespace over them, and removes both after `use`. */
export async function withNamespace<T>(
  work: NodeWork,
  use: (namespace: string, extracted: readonly Extracted[]) => Promise<T>,
): Promise<T> {
  const { context, plan, stopwatch } = work;
  const namespace = `n${++namespaces}`;
  const engine = await context.engine();
  const extracted = await stopwatch.time('extract', () => extractAll(work, plan, namespace));
  try {
    await engine.openNamespace({ id: namespace, relations: extracted.map((one) => one.relation) });
    return await use(namespace, extracted);
  } finally {
    await engine.closeNamespace(namespace);
    await dropStaged(work, extracted);
  }
}

/** All relations at once; when one fails the others are stopped, and what was staged is dropped. */
async function extractAll(work: NodeWork, plan: NodePlan, namespace: string): Promise<Extracted[]> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([work.signal, siblings.signal]);
  let firstFailure: unknown;
  const settled = await Promise.allSettled(
    plan.scans.map((scan, index) =>
      extractScan({ ...work, signal }, scan, `${namespace}_${index}`).catch((error: unknown) => {
        firstFailure ??= error;
        siblings.abort();
        throw error;
      }),
    ),
  );
  const extracted = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  if (firstFailure === undefined) return extracted;
  await dropStaged(work, extracted);
  throw firstFailure;
}

async function dropStaged({ context }: NodeWork, extracted: readonly Extracted[]): Promise<void> {
  const engine = await context.engine();
  await Promise.all(extracted.map((one) => (one.staged === null ? null : engine.dropStaged(one.staged))));
}
