import { batchSettings } from '../../core/batch-settings.js';
import type { Diagnostic } from '../../core/errors.js';
import type { ManifestNode } from '../../spi/node.js';
import type { Batch } from '../../spi/node-macros.js';
import type { BatchRange } from '../../spi/run-result.js';
import { diagnosticsOf } from '../failed-result.js';
import { type PlannedBatch, plannedBatches, repeatedBatches } from '../microbatch/planned-batches.js';
import type { Published } from '../node-work.js';
import type { RunningContext } from '../running-context.js';
import { isBuiltAnew } from './model.js';

/** Computes and publishes a node; of a microbatch model the one batch. */
type RunOne = (node: ManifestNode, batch: Batch) => Promise<Published>;

/**
 * Runs a microbatch model batch by batch, each published by itself. A batch that fails leaves the others to go on, unless
 * it is the first: nothing is known to work then. What failed or was not begun is told in `batches`, for a retry.
 */
export async function runMicrobatch(
  node: ManifestNode,
  context: RunningContext,
  signal: AbortSignal,
  runOne: RunOne,
): Promise<Published> {
  const settings = batchSettings(node);
  const retried = context.microbatch.retried.get(node.id);
  const anew = await isBuiltAnew(node, context);
  const planned =
    retried === undefined
      ? plannedBatches(settings, context.microbatch, anew)
      : repeatedBatches(retried, settings.size);
  const done: Published[] = [];
  const successful: BatchRange[] = [];
  const failed: BatchRange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, one] of planned.entries()) {
    if (signal.aborted || (index > 0 && successful.length === 0)) {
      failed.push(one.range);
      continue;
    }
    const place = { first: index === 0, last: index === planned.length - 1, anew: anew && retried === undefined };
    try {
      const published = await runOne(batchNode(node, place), one.batch);
      done.push(published);
      successful.push(one.range);
      tell(node, one, published.message ?? 'OK', context);
    } catch (error) {
      failed.push(one.range);
      const what = `In the batch ${one.shown}: `;
      diagnostics.push(
        ...diagnosticsOf(error, node, context).map((found) => ({ ...found, message: what + found.message })),
      );
      tell(node, one, signal.aborted ? 'CANCELLED' : 'ERROR', context);
    }
    if (node.relation !== null) context.catalog.forget(node.connection, node.relation);
  }
  return {
    ...(failed.length > 0 && { status: signal.aborted ? ('cancelled' as const) : ('error' as const) }),
    message: failed.length === 0 ? 'SUCCESS' : null,
    diagnostics,
    batches: { successful, failed },
    rows: sum(done.map(({ rows }) => rows)),
    bytesLoaded: sum(done.map(({ bytesLoaded }) => bytesLoaded)),
    extractions: done.flatMap(({ extractions }) => extractions),
  };
}

/** Hooks before belong to the first batch, hooks after to the last; only the first builds the table anew. */
function batchNode(
  node: ManifestNode,
  place: { readonly first: boolean; readonly last: boolean; readonly anew: boolean },
): ManifestNode {
  const raw = { ...node.config.raw };
  if (!place.first) for (const name of ['pre-hook', 'pre_hook']) delete raw[name];
  if (!place.last) for (const name of ['post-hook', 'post_hook']) delete raw[name];
  if (!(place.first && place.anew)) raw['full_refresh'] = false;
  return { ...node, config: { ...node.config, raw } };
}

function tell(node: ManifestNode, { shown }: PlannedBatch, outcome: string, { emit }: RunningContext): void {
  emit({ type: 'notice', message: `Batch ${shown} of ${node.name}: ${outcome}` });
}

/** null where nobody told a number */
function sum(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
}
