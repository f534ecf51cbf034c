import type { BatchSettings, BatchSize } from '../../core/batch-settings.js';
import { momentText } from '../../core/moment.js';
import type { Batch } from '../../spi/node-macros.js';
import type { BatchRange } from '../../spi/run-result.js';
import { beginningOf, endingOf, shifted, spansBetween, type TimeSpan } from './time-ranges.js';

/** What a run says of its batches. */
export interface MicrobatchOptions {
  /** `--event-time-start`, `--event-time-end`; null = not said */
  readonly start: Date | null;
  readonly end: Date | null;
  /** when the run began; of a retry, when the run that it repeats began */
  readonly now: Date;
  /** of a retry: by node id, the batches that failed */
  readonly retried: ReadonlyMap<string, readonly BatchRange[]>;
}

/** A batch with the names that people and artifacts have for it. */
export interface PlannedBatch {
  readonly batch: Batch;
  readonly range: BatchRange;
  /** `2024-01-01`, of hours `2024-01-01T05` */
  readonly shown: string;
}

/**
 * The batches of one run, as dbt reckons them: from `begin` when the table is built anew, otherwise from `lookback` batches
 * before the newest one; to the end of the batch that is open now.
 */
export function plannedBatches(
  settings: BatchSettings,
  options: Pick<MicrobatchOptions, 'start' | 'end' | 'now'>,
  anew: boolean,
): readonly PlannedBatch[] {
  const { size, begin, lookback } = settings;
  const end = endingOf(options.end ?? options.now, size);
  // The newest batch ends with `end`.
  const start =
    options.start !== null
      ? beginningOf(options.start, size)
      : anew
        ? beginningOf(begin, size)
        : shifted(end, size, -(lookback + 1));
  return spansBetween(start, end, size).map((span) => plannedBatch(span, size));
}

/** The batches that a run before left to do. */
export function repeatedBatches(ranges: readonly BatchRange[], size: BatchSize): readonly PlannedBatch[] {
  return ranges
    .map(([start, end]) => ({ start: new Date(start), end: new Date(end) }))
    .toSorted((a, b) => a.start.getTime() - b.start.getTime())
    .map((span) => plannedBatch(span, size));
}

const SHOWN_LENGTH: Readonly<Record<BatchSize, number>> = { hour: 13, day: 10, month: 7, year: 4 };

function plannedBatch({ start, end }: TimeSpan, size: BatchSize): PlannedBatch {
  const shown = start.toISOString().slice(0, SHOWN_LENGTH[size]);
  return {
    batch: { id: shown.replaceAll('-', ''), start: momentText(start), end: momentText(end) },
    range: [isoMoment(start), isoMoment(end)],
    shown,
  };
}

/** As dbt writes bounds into run_results.json. */
function isoMoment(at: Date): string {
  return momentText(at).replace(' ', 'T');
}
