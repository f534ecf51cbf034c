import { dateTime, timeConditions, UTC } from '../context/index.js';
import { parseMoment } from '../core/moment.js';
import type { Value } from '../jinja/index.js';
import type { ManifestNode } from '../spi/node.js';
import type { Batch } from '../spi/node-macros.js';
import type { Rendering } from './execute-globals.js';

/** `model.batch`; its moments are Python's `datetime`. */
export function batchObject({ id, start, end }: Batch): Readonly<Record<string, Value>> {
  const moment = (text: string): Value => dateTime(parseMoment(text)!, UTC);
  return { id, event_time_start: moment(start), event_time_end: moment(end) };
}

/** `batch_conditions`: what holds of the rows of a batch in the model's own table. */
export function batchConditions(node: ManifestNode, batch: Batch, { target }: Rendering): readonly string[] {
  const field = String(node.config.raw['event_time']);
  return timeConditions({ field, ...batch }, { kind: 'native', dialect: target.adapter.dialect });
}
