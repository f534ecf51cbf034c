import { type Diagnostic, DvtError } from '../core/errors.js';
import { placeError } from '../core/place-error.js';
import type { ManifestNode } from '../spi/node.js';
import type { NodeResult } from '../spi/run-result.js';
import { runFederated } from './federated.js';
import { runInPlace } from './in-place.js';
import { prepareNode } from './prepare-node.js';
import type { RunningContext } from './running-context.js';
import type { Stopwatch } from './stopwatch.js';

/** Compiles, plans, computes and publishes one node. Never rejects for a mistake that a person can mend. */
export async function runNode(node: ManifestNode, context: RunningContext, signal: AbortSignal): Promise<NodeResult> {
  const startedAt = new Date();
  const base = { node, startedAt, skippedBecause: null };
  let compiledSql: string | null = null;
  let timed: Stopwatch | null = null;
  try {
    const prepared = await (context.prepared.get(node) ?? prepareNode(node, context));
    const { compiled, stopwatch } = prepared;
    timed = stopwatch;
    compiledSql = compiled.sql;
    context.emit({ type: 'debug', message: compiled.sql, fields: { node: node.id } });
    const plan = await prepared.plan;
    if ('reason' in plan) throw missingInput(node, plan.reason);
    for (const message of plan.warnings) {
      context.emit({
        type: 'warning',
        diagnostic: { code: 'DVT3100', message, location: { path: node.path, line: 1, column: 1 } },
      });
    }
    const work = { context, plan, stopwatch, signal, shared: context.shared };
    const published = await (node.route.kind === 'in place' ? runInPlace(work) : runFederated(work)).catch(
      (error: unknown) => {
        throw placeError(error, compiled);
      },
    );
    context.catalog.forget(node.connection, node.relation!);
    return {
      ...base,
      ...published,
      status: 'success',
      diagnostics: [],
      completedAt: new Date(),
      compiledSql,
      timing: stopwatch.timings,
    };
  } catch (error) {
    return {
      ...base,
      status: signal.aborted ? 'cancelled' : 'error',
      diagnostics: diagnosticsOf(error, node, context),
      completedAt: new Date(),
      rows: null,
      bytesLoaded: null,
      extractions: [],
      compiledSql,
      timing: timed?.timings ?? [],
    };
  }
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

function diagnosticsOf(error: unknown, node: ManifestNode, context: RunningContext): readonly Diagnostic[] {
  const where = { path: node.path, line: 1, column: 1 };
  if (error instanceof DvtError) return error.diagnostics.map((diagnostic) => ({ location: where, ...diagnostic }));
  const stack = error instanceof Error ? error.stack : undefined;
  context.emit({ type: 'debug', message: stack ?? String(error), fields: { node: node.id } });
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: 'DVT5000', message, location: where, hint: 'This is a defect of dvt; --debug shows where it happened.' },
  ];
}
