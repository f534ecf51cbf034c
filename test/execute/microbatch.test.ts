import { expect, test } from 'vitest';
import type { BatchSize } from '#dvt/core/batch-settings.js';
import { plannedBatches } from '#dvt/execute/microbatch/planned-batches.js';

type Case = readonly [
  size: BatchSize,
  begin: string,
  lookback: number,
  now: string,
  start: string | null,
  end: string | null,
  anew: boolean,
  bounds: readonly string[],
  firstId: string,
];

/** What dbt-core 1.12.6 answers: `MicrobatchBuilder.build_batches`, its bounds to the hour, and `batch_id` of the first. */
const DBT: readonly Case[] = [
  [
    'day',
    '2024-02-27T05:00:00Z',
    1,
    '2024-03-01T10:00:00Z',
    null,
    null,
    true,
    ['2024-02-27T00', '2024-02-28T00', '2024-02-29T00', '2024-03-01T00', '2024-03-02T00'],
    '20240227',
  ],
  [
    'day',
    '2024-02-27T05:00:00Z',
    1,
    '2024-03-01T10:00:00Z',
    null,
    null,
    false,
    ['2024-02-29T00', '2024-03-01T00', '2024-03-02T00'],
    '20240229',
  ],
  [
    'day',
    '2024-02-27T05:00:00Z',
    1,
    '2024-03-01T00:00:00Z',
    null,
    null,
    false,
    ['2024-02-28T00', '2024-02-29T00', '2024-03-01T00'],
    '20240228',
  ],
  [
    'day',
    '2024-02-27T05:00:00Z',
    0,
    '2024-03-01T00:00:00Z',
    null,
    null,
    false,
    ['2024-02-29T00', '2024-03-01T00'],
    '20240229',
  ],
  [
    'hour',
    '2024-02-27T05:00:00Z',
    2,
    '2024-03-01T00:30:00Z',
    null,
    null,
    false,
    ['2024-02-29T22', '2024-02-29T23', '2024-03-01T00', '2024-03-01T01'],
    '20240229T22',
  ],
  [
    'month',
    '2023-11-15T00:00:00Z',
    3,
    '2024-03-31T23:59:59Z',
    null,
    null,
    false,
    ['2023-12-01T00', '2024-01-01T00', '2024-02-01T00', '2024-03-01T00', '2024-04-01T00'],
    '202312',
  ],
  [
    'month',
    '2023-11-15T00:00:00Z',
    3,
    '2024-01-31T23:59:59Z',
    null,
    null,
    true,
    ['2023-11-01T00', '2023-12-01T00', '2024-01-01T00', '2024-02-01T00'],
    '202311',
  ],
  [
    'year',
    '2021-05-05T00:00:00Z',
    1,
    '2024-01-01T00:00:00Z',
    null,
    null,
    true,
    ['2021-01-01T00', '2022-01-01T00', '2023-01-01T00', '2024-01-01T00'],
    '2021',
  ],
  [
    'year',
    '2021-05-05T00:00:00Z',
    1,
    '2024-01-01T00:00:01Z',
    null,
    null,
    false,
    ['2023-01-01T00', '2024-01-01T00', '2025-01-01T00'],
    '2023',
  ],
  [
    'day',
    '2024-01-01T00:00:00Z',
    1,
    '2024-03-01T10:00:00Z',
    '2024-02-28T13:00:00Z',
    '2024-03-01T13:00:00Z',
    false,
    ['2024-02-28T00', '2024-02-29T00', '2024-03-01T00', '2024-03-02T00'],
    '20240228',
  ],
  [
    'day',
    '2024-01-01T00:00:00Z',
    1,
    '2024-03-01T10:00:00Z',
    '2024-02-28T00:00:00Z',
    '2024-02-29T00:00:00Z',
    true,
    ['2024-02-28T00', '2024-02-29T00'],
    '20240228',
  ],
  [
    'hour',
    '2024-01-01T00:00:00Z',
    1,
    '2024-03-01T10:00:00Z',
    '2024-02-28T22:15:00Z',
    '2024-02-29T01:15:00Z',
    true,
    ['2024-02-28T22', '2024-02-28T23', '2024-02-29T00', '2024-02-29T01', '2024-02-29T02'],
    '20240228T22',
  ],
];

test.each(DBT)('batches by %s from %s, %i back, at %s, from %s to %s, anew: %s', (...given) => {
  const [size, begin, lookback, now, start, end, anew, bounds, firstId] = given;
  const moment = (text: string | null) => (text === null ? null : new Date(text));
  const options = { start: moment(start), end: moment(end), now: new Date(now) };
  const planned = plannedBatches({ size, begin: new Date(begin), lookback }, options, anew);
  const hour = (text: string) => text.slice(0, 13);
  expect([planned[0]!.range[0], ...planned.map(({ range }) => range[1])].map(hour)).toEqual(bounds);
  expect(planned[0]!.batch.id).toBe(firstId);
});
