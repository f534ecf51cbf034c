import { isMicrobatch } from '../core/batch-settings.js';
import { DvtError } from '../core/errors.js';
import { placeError } from '../core/place-error.js';
import type { ManifestNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import type { Deferred, NodePlan } from '../spi/plan.js';
import type { ExtractionResult, NodeResult } from '../spi/run-result.js';
import { failedResult } from './failed-result.js';
import type { NodeWork, Published } from './node-work.js';
import { runMicrobatch } from './nodes/microbatch-model.js';
import { runModel } from './nodes/model.js';
import { runSeed } from './nodes/seed.js';
import { runTest, storeFailures } from './nodes/test.js';
import { runUnitTest } from './nodes/unit-test.js';
import { isUnitTest } from './nodes/unit-test-node.js';
import { publishVersionPointer } from './nodes/version-pointer.js';
import { wrapTest } from './nodes/wrap-test.js';
import { prepareNode } from './prepare-node.js';
import type { RunningContext } from './running-context.js';
import { Stopwatch } from './stopwatch.js';

/** What is known of a node while it is at work; a failure tells of it as well. */
interface Progress {
  compiledSql: string | null;
  compiledPath: string | null;
  stopwatch: Stopwatch;
  readonly fetched: ExtractionResult[];
}

/** Compiles, plans, computes and publishes one node. Never rejects for a mistake that a person can mend. */
export async function runNode(node: ManifestNode, context: RunningContext, signal: AbortSignal): Promise<NodeResult> {
  const startedAt = new Date();
  const progress: Progress = { compiledSql: null, compiledPath: null, stopwatch: new Stopwatch(), fetched: [] };
  const base = { node, startedAt, skippedBecause: null };
  const known = () => ({
    completedAt: new Date(),
    compiledSql: progress.compiledSql,
    compiledPath: progress.compiledPath,
    timing: progress.stopwatch.timings,
  });
  try {
    const published = await work(node, context, signal, progress);
    if (published.status === undefined) {
      await publishVersionPointer(node, { context, shared: context.shared, stopwatch: progress.stopwatch, signal });
    }
    if (node.relation !== null) context.catalog.forget(node.connection, node.relation);
    const { status = 'success', failures = null, failedRows = null } = published;
    return { ...base, diagnostics: [], ...published, status, failures, failedRows, ...known() };
  } catch (error) {
    return { ...failedResult(error, node, context, signal), startedAt, extractions: progress.fetched, ...known() };
  }
}

async function work(
  node: ManifestNode,
  context: RunningContext,
  signal: AbortSignal,
  progress: Progress,
): Promise<Published> {
  if (node.kind === 'seed') return runSeed({ context, node, stopwatch: progress.stopwatch, signal });
  if (node.kind === 'test' && isUnitTest(node)) {
    const onCompiled = async (sql: string): Promise<void> => {
      progress.compiledSql = sql;
      progress.compiledPath = await context.keepCompiled(node, sql);
    };
    return runUnitTest({ context, node, stopwatch: progress.stopwatch, signal, onCompiled });
  }
  if (isMicrobatch(node)) {
    return runMicrobatch(node, context, signal, (one, batch) => prepareAndRun(one, context, signal, progress, batch));
  }
  return prepareAndRun(node, context, signal, progress);
}

async function prepareAndRun(
  node: ManifestNode,
  context: RunningContext,
  signal: AbortSignal,
  progress: Progress,
  batch?: Batch,
): Promise<Published> {
  const prepared = await (context.prepared.get(node) ?? prepareNode(node, context, batch));
  const { compiled, stopwatch } = prepared;
  progress.stopwatch = stopwatch;
  progress.compiledSql = compiled.sql;
  progress.compiledPath = await context.keepCompiled(node, compiled.sql);
  context.emit({ type: 'debug', message: compiled.sql, fields: { node: node.id } });
  const stores = node.kind === 'test' && node.relation !== null;
  const plan = await executable(node, await prepared.plan, context);
  const onFetched = (results: readonly ExtractionResult[]): void => void progress.fetched.push(...results);
  const one: NodeWork = {
    context,
    plan,
    stopwatch,
    signal,
    shared: context.shared,
    onFetched,
    ...(batch && { batch }),
  };
  const done = stores
    ? storeFailures(one, async (select) =>
        executable(node, await context.plan(await wrapTest(select, context)), context),
      )
    : node.kind === 'test'
      ? runTest(one)
      : runModel(one);
  return done.catch((error: unknown) => {
    throw placeError(error, plan.compiled);
  });
}

/** The plan, its warnings told; throws for a node that cannot be planned even at its turn. */
async function executable(
  node: ManifestNode,
  plan: NodePlan | Deferred,
  { warnings }: RunningContext,
): Promise<NodePlan> {
  if ('reason' in plan) throw missingInput(node, plan.reason);
  await warnings.tell(node, plan);
  return plan;
}

/** A node that is at its turn and still has nothing to read: its input is not part of this run and was never built. */
function missingInput(node: ManifestNode, reason: string): DvtError {
  return new DvtError({
    code: 'DVT5011',
    message: `${node.name} ${reason}.`,
    location: { path: node.path, line: 1, column: 1 },
    hint: `Build what it reads as well: dvt run --select +${node.name}`,
  });
}
