import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from './across.js';

const EVENTS = `
sources:
  - name: far
    profile: far
    tables: [{name: events, config: {event_time: moment}}]
`;
const MODEL = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='moment', batch_size='day',
  begin='2024-01-01', lookback=1, unique_key='id') }}
select id, moment, 100 / cast(divisor as integer) as share, '{{ model.batch.id }}' as batch from {{ source('far', 'events') }}`;

interface Result {
  readonly status: string;
  readonly batch_results: {
    readonly successful: readonly [string, string][];
    readonly failed: readonly [string, string][];
  };
  readonly adapter_response: { readonly extractions: readonly { readonly rows: number }[] };
}

async function result({ project }: Across): Promise<Result> {
  return JSON.parse(await project.read('target/run_results.json')).results[0];
}

const days = (ranges: readonly (readonly [string, string])[]) => ranges.map(([start]) => start.slice(0, 10));

describe.each(TARGETS)('a microbatch model from another database into %s', (target) => {
  const rows = (one: Across) => one.query('select id, share, batch from m order by id');

  test('each batch fetches its own range; what failed is repeated alone; a batch replaces its rows', async () => {
    const one = await across(target, [], { 'models/sources.yml': EVENTS, 'models/m.sql': MODEL });
    await one.source.query(`create table events (id integer, moment timestamp, divisor varchar(5))`);
    await one.source.query(`insert into events values (1, '2024-01-01 00:00:00', '1'), (2, '2024-01-01 23:59:59', '2'),
      (3, '2024-01-02 00:00:00', 'none'), (4, '2024-01-03 00:00:00', '4'), (5, '2024-01-03 12:00:00', '5'),
      (6, '2024-01-04 00:00:00', '1')`);
    const from = (start: string) => ['--event-time-start', start, '--event-time-end', '2024-01-04'];
    const first = await one.project.dvt('run', ...from('2024-01-01'));
    expect(first.code, first.output).toBe(1);
    expect(first.output).toContain('PARTIAL SUCCESS (2/3)');
    expect(first.output).toContain('In the batch 2024-01-02:');
    const partial = await result(one);
    expect(partial.status).toBe('partial success');
    expect(days(partial.batch_results.successful)).toEqual(['2024-01-01', '2024-01-03']);
    expect(days(partial.batch_results.failed)).toEqual(['2024-01-02']);
    expect(partial.adapter_response.extractions.map((extraction) => extraction.rows)).toEqual([2, 2]);
    expect(await rows(one)).toEqual([
      ['1', '100', '20240101'],
      ['2', '50', '20240101'],
      ['4', '25', '20240103'],
      ['5', '20', '20240103'],
    ]);

    await one.source.query("update events set divisor = '10' where id in (1, 3, 4)");
    const again = await one.project.dvt('retry');
    expect(again.code, again.output).toBe(0);
    const repeated = await result(one);
    expect(days(repeated.batch_results.successful)).toEqual(['2024-01-02']);
    expect(repeated.adapter_response.extractions.map((extraction) => extraction.rows)).toEqual([1]);
    expect((await rows(one)).map(([id, share]) => `${id}: ${share}`)).toEqual([
      '1: 100',
      '2: 50',
      '3: 10',
      '4: 25',
      '5: 20',
    ]);

    const later = await one.project.dvt('run', ...from('2024-01-02'));
    expect(later.code, later.output).toBe(0);
    expect(days((await result(one)).batch_results.successful)).toEqual(['2024-01-02', '2024-01-03']);
    expect((await rows(one)).map(([id, share]) => `${id}: ${share}`)).toEqual([
      '1: 100',
      '2: 50',
      '3: 10',
      '4: 10',
      '5: 20',
    ]);

    await one.source.query('delete from events where id = 1');
    const anew = await one.project.dvt('run', '--full-refresh', ...from('2024-01-01'));
    expect(anew.code, anew.output).toBe(0);
    expect(days((await result(one)).batch_results.successful)).toEqual(['2024-01-01', '2024-01-02', '2024-01-03']);
    expect((await rows(one)).map(([id]) => id)).toEqual(['2', '3', '4', '5']);
    expect(await one.relations()).toEqual(['m']);
  });
});
