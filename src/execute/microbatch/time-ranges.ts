import type { BatchSize } from '../../core/batch-settings.js';

/** A range of time; the end is exclusive. */
export interface TimeSpan {
  readonly start: Date;
  readonly end: Date;
}

/** The beginning of the hour, day, month or year that a moment is in; UTC. */
export function beginningOf(at: Date, size: BatchSize): Date {
  const [year, month, day, hour] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()];
  switch (size) {
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour));
    case 'day':
      return new Date(Date.UTC(year, month, day));
    case 'month':
      return new Date(Date.UTC(year, month));
    case 'year':
      return new Date(Date.UTC(year, 0));
  }
}

/** The beginning of the hour, day, month or year that is `count` after the one that a moment is in. */
export function shifted(at: Date, size: BatchSize, count: number): Date {
  const start = beginningOf(at, size);
  const [year, month, day, hour] = [
    start.getUTCFullYear(),
    start.getUTCMonth(),
    start.getUTCDate(),
    start.getUTCHours(),
  ];
  switch (size) {
    case 'hour':
      return new Date(Date.UTC(year, month, day, hour + count));
    case 'day':
      return new Date(Date.UTC(year, month, day + count));
    case 'month':
      return new Date(Date.UTC(year, month + count));
    case 'year':
      return new Date(Date.UTC(year + count, 0));
  }
}

/** The first beginning of an hour, day, month or year that is not before a moment. */
export function endingOf(at: Date, size: BatchSize): Date {
  const start = beginningOf(at, size);
  return start.getTime() === at.getTime() ? start : shifted(at, size, 1);
}

/** Batches from `start`, which is the beginning of one, to `end`; there is always one. */
export function spansBetween(start: Date, end: Date, size: BatchSize): readonly TimeSpan[] {
  const spans: TimeSpan[] = [];
  let from = start;
  do {
    const next = shifted(from, size, 1);
    spans.push({ start: from, end: next });
    from = next;
  } while (from < end);
  const last = spans.pop()!;
  return [...spans, { start: last.start, end }];
}
