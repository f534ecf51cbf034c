import type { ManifestNode } from '../spi/node.js';
import { DvtError } from './errors.js';
import { parseMoment } from './moment.js';

const BATCH_SIZES = ['hour', 'day', 'month', 'year'] as const;
export type BatchSize = (typeof BATCH_SIZES)[number];

type Node = Pick<ManifestNode, 'name' | 'path' | 'kind' | 'config'>;

/** As far as they tell the strategy. */
interface Configs {
  readonly materialized: string | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What the configs of a microbatch model say of its batches. */
export interface BatchSettings {
  readonly size: BatchSize;
  /** where its time begins */
  readonly begin: Date;
  /** batches before the newest that every run computes again */
  readonly lookback: number;
}

/** Whether a model is computed batch by batch of its `event_time`. */
export function isMicrobatch({ kind, config }: Pick<Node, 'kind'> & { readonly config: Configs }): boolean {
  return (
    kind === 'model' && config.materialized === 'incremental' && config.raw['incremental_strategy'] === 'microbatch'
  );
}

/** Throws one DVT1216 with all that is missing or of no use. */
export function batchSettings(node: Node): BatchSettings {
  const { event_time: field, batch_size: size, begin, lookback = 1 } = node.config.raw;
  const from = begin instanceof Date ? begin : typeof begin === 'string' ? parseMoment(begin) : null;
  const wrong: string[] = [];
  if (typeof field !== 'string' || field === '') wrong.push('event_time, the column with the time of a row');
  if (!isBatchSize(size)) wrong.push(`batch_size, one of ${BATCH_SIZES.join(', ')}`);
  if (from === null) wrong.push("begin, the time that its first batch begins with, as in '2024-01-01'");
  if (!Number.isInteger(lookback) || Number(lookback) < 0) wrong.push('lookback, a number of batches');
  if (wrong.length > 0 || !isBatchSize(size) || from === null) throw notUsable(node, wrong);
  return { size, begin: from, lookback: Number(lookback) };
}

function isBatchSize(value: unknown): value is BatchSize {
  return BATCH_SIZES.includes(value as BatchSize);
}

function notUsable({ name, path }: Node, wrong: readonly string[]): DvtError {
  return new DvtError({
    code: 'DVT1216',
    message: `The microbatch model ${name} lacks a usable ${wrong.join('; ')}.`,
    location: { path, line: 1, column: 1 },
    hint: "config(materialized='incremental', incremental_strategy='microbatch', event_time='created_at', batch_size='day', begin='2024-01-01')",
  });
}
