import { type Diagnostic, DvtError } from '../core/errors.js';
import { placeError } from '../core/place-error.js';
import type { ModelNode } from '../spi/manifest.js';
import type { NodeResult } from '../spi/run-result.js';
import { runFederated } from './federated.js';
import { runInPlace } from './in-place.js';
import type { RunContext } from './run-context.js';
import { Stopwatch } from './stopwatch.js';

/** Compiles, plans, computes and publishes one node. Never rejects for a mistake that a person can mend. */
export async function runNode(node: ModelNode, context: RunContext, signal: AbortSignal): Promise<NodeResult> {
  const stopwatch = new Stopwatch();
  const startedAt = new Date();
  const base = { node, startedAt, skippedBecause: null };
  let compiledSql: string | null = null;
  try {
    const compiled = await stopwatch.time('compile', () => context.compile(node));
    compiledSql = compiled.sql;
    const plan = await stopwatch.time('plan', () => context.plan(compiled));
    if ('reason' in plan) throw missingInput(node, plan.reason);
    for (const message of plan.warnings) {
      context.emit({
        type: 'warning',
        diagnostic: { code: 'DVT3100', message, location: { path: node.path, line: 1, column: 1 } },
      });
    }
    const work = { context, plan, stopwatch, signal };
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
      timing: stopwatch.timings,
    };
  }
}

/** A node that is at its turn and still has nothing to read: its input is not part of this run and was never built. */
function missingInput(node: ModelNode, reason: string): DvtError {
  return new DvtError({
    code: 'DVT5011',
    message: `${node.name} ${reason}.`,
    location: { path: node.path, line: 1, column: 1 },
    hint: `Build what it reads as well: dvt run --select +${node.name}`,
  });
}

function diagnosticsOf(error: unknown, node: ModelNode, context: RunContext): readonly Diagnostic[] {
  const where = { path: node.path, line: 1, column: 1 };
  if (error instanceof DvtError) return error.diagnostics.map((diagnostic) => ({ location: where, ...diagnostic }));
  const stack = error instanceof Error ? error.stack : undefined;
  context.emit({ type: 'debug', message: stack ?? String(error), fields: { node: node.id } });
  const message = error instanceof Error ? error.message : String(error);
  return [
    { code: 'DVT5000', message, location: where, hint: 'This is a defect of dvt; --debug shows where it happened.' },
  ];
}
