import { timeConditions } from '../context/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import type { Rendering } from './execute-globals.js';

/** `model.batch` */
export function batchObject({ id, start, end }: Batch): Readonly<Record<string, unknown>> {
  return { id, event_time_start: start, event_time_end: end };
}

/** `batch_conditions`: what holds of the rows of a batch in the model's own table. */
export function batchConditions(node: ManifestNode, batch: Batch, { target }: Rendering): readonly string[] {
  const field = String(node.config.raw['event_time']);
  return timeConditions({ field, ...batch }, { kind: 'native', dialect: target.adapter.dialect });
}
